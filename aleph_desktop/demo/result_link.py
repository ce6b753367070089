"""Links to results that expire, with a JSON Web Token, as the provider's are."""

import base64
import hashlib
import hmac
import json
import secrets

VALID_SECONDS = 24 * 3600  # provider docs: results expire after 24–48 h


def signed_token(secret: str, now: float) -> str:
    """A new token each time; `secret` is the generation's own."""
    head = _packed({"alg": "HS256", "typ": "JWT"})
    claims = _packed({"exp": int(now) + VALID_SECONDS, "jti": secrets.token_hex(8)})
    return f"{head}.{claims}.{_signature(secret, f'{head}.{claims}')}"


def opens(token: str, secret: str, now: float) -> bool:
    """Whether a token is ours, whole, and has not expired."""
    signed, _, signature = token.rpartition(".")
    if not hmac.compare_digest(signature.encode(), _signature(secret, signed).encode()):
        return False
    claims = signed.partition(".")[2]
    expires: float = json.loads(base64.urlsafe_b64decode(claims + "=="))["exp"]
    return now < expires


def _packed(value: object) -> str:
    return _text(json.dumps(value, separators=(",", ":")).encode())


def _signature(secret: str, signed: str) -> str:
    return _text(hmac.digest(secret.encode(), signed.encode(), hashlib.sha256))


def _text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
