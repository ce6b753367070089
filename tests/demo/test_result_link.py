"""Links open their own result, until they expire."""

from aleph_desktop.demo.result_link import VALID_SECONDS, opens, signed_token

NOW = 1_700_000_000.0


def test_a_token_opens_until_it_expires() -> None:
    token = signed_token("secret", NOW)

    assert opens(token, "secret", NOW + VALID_SECONDS - 1)
    assert not opens(token, "secret", NOW + VALID_SECONDS)


def test_each_token_is_another() -> None:
    assert signed_token("secret", NOW) != signed_token("secret", NOW)


def test_nothing_else_opens() -> None:
    token = signed_token("secret", NOW)
    head, claims, signature = token.split(".")
    later = signed_token("secret", NOW + 1).split(".")[1]

    for wrong in (
        "",
        ".",
        "..",
        token[:-1],
        f"{head}.{later}.{signature}",
        f"{head}.{claims}.",
        "é",
    ):
        assert not opens(wrong, "secret", NOW)
    assert not opens(token, "another", NOW)
