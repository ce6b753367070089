; The installer for Windows, by Inno Setup 6.3 or newer: https://jrsoftware.org/ishelp/
; `python packaging/dev.py package` has it compiled, and says what it doesn't know: Version and Numbers (its
; three numbers), Bundle (PyInstaller's folder), Icon, and Signed, where there is a sign tool "aleph".
;
; For one user, without an administrator. Silent: /VERYSILENT /SUPPRESSMSGBOXES; the other switches are
; Inno Setup's own. Removing takes away what was installed, caches and logs, and leaves what is the user's.

#define Title "aleph_desktop"
#define Program "aleph-desktop.exe"
#define Home "https://github.com/aleph-desktop/aleph-desktop"
#define Clip "aleph_desktop.clip"

[Setup]
; Windows knows the app by this, over all its versions: never another one.
AppId={{8D5D8E91-318E-4BAB-984F-357FDCA372F3}
AppName={#Title}
AppVersion={#Version}
AppVerName={#Title} {#Version}
AppPublisher=The aleph_desktop founders
AppPublisherURL={#Home}
AppSupportURL={#Home}/issues
AppUpdatesURL={#Home}/releases
VersionInfoVersion={#Numbers}
VersionInfoTextVersion={#Version}
; Windows 10 1809, the oldest that Qt 6.11 runs on.
MinVersion=10.0.17763
ArchitecturesAllowed=x64compatible
ArchitecturesInstallIn64BitMode=x64compatible
PrivilegesRequired=lowest
; What {autopf} is for one user; Wine, where the script can be tried, knows only this name of it.
DefaultDirName={localappdata}\Programs\{#Title}
DisableProgramGroupPage=yes
DisableDirPage=auto
LicenseFile=licence.txt
SetupIconFile={#Icon}
UninstallDisplayIcon={app}\{#Program}
UninstallDisplayName={#Title}
WizardStyle=modern
Compression=lzma2/max
SolidCompression=yes
ChangesAssociations=yes
; An open window is asked to close, which takes less than two seconds: jobs are on the disk, and go on at the
; next start.
CloseApplications=yes
RestartApplications=no
#ifdef Signed
SignTool=aleph
SignedUninstaller=yes
#endif

[Messages]
ConfirmUninstall=Remove %1?%n%nYour results, the job list, settings and references stay where they are, and so does an API key in Windows' Credential Manager. Caches and logs are removed.

[Tasks]
Name: desktopicon; Description: "{cm:CreateDesktopIcon}"; Flags: unchecked

[InstallDelete]
; An upgrade leaves nothing of the version before: Python would import it.
Type: filesandordirs; Name: "{app}\_internal"

[Files]
Source: "{#Bundle}\*"; DestDir: "{app}"; Flags: ignoreversion recursesubdirs createallsubdirs

[Icons]
Name: "{autoprograms}\{#Title}"; Filename: "{app}\{#Program}"
Name: "{autodesktop}\{#Title}"; Filename: "{app}\{#Program}"; Tasks: desktopicon

; "Open with" lists the app for clips. What opens them by itself stays as it is.
[Registry]
Root: HKA; Subkey: "Software\Classes\{#Clip}"; ValueType: string; ValueData: "Clip"; Flags: uninsdeletekey
Root: HKA; Subkey: "Software\Classes\{#Clip}\DefaultIcon"; ValueType: string; ValueData: "{app}\{#Program},0"
Root: HKA; Subkey: "Software\Classes\{#Clip}\shell\open"; ValueType: string; ValueName: "FriendlyAppName"; ValueData: "{#Title}"
Root: HKA; Subkey: "Software\Classes\{#Clip}\shell\open\command"; ValueType: string; ValueData: """{app}\{#Program}"" ""%1"""
Root: HKA; Subkey: "Software\Classes\Applications"; Flags: uninsdeletekeyifempty
Root: HKA; Subkey: "Software\Classes\Applications\{#Program}"; ValueType: string; ValueName: "FriendlyAppName"; ValueData: "{#Title}"; Flags: uninsdeletekey
Root: HKA; Subkey: "Software\Classes\Applications\{#Program}\shell\open\command"; ValueType: string; ValueData: """{app}\{#Program}"" ""%1"""
; As in aleph_desktop/ui/clip_sort.py.
#dim Kinds[14] {".mp4", ".mov", ".m4v", ".mkv", ".webm", ".avi", ".mxf", ".mts", ".m2ts", ".ts", ".mpg", ".mpeg", ".wmv", ".3gp"}
#define I 0
#sub Kind
Root: HKA; Subkey: "Software\Classes\{#Kinds[I]}"; Flags: uninsdeletekeyifempty
Root: HKA; Subkey: "Software\Classes\{#Kinds[I]}\OpenWithProgids"; Flags: uninsdeletekeyifempty
Root: HKA; Subkey: "Software\Classes\{#Kinds[I]}\OpenWithProgids"; ValueType: string; ValueName: "{#Clip}"; ValueData: ""; Flags: uninsdeletevalue
Root: HKA; Subkey: "Software\Classes\Applications\{#Program}\SupportedTypes"; ValueType: string; ValueName: "{#Kinds[I]}"; ValueData: ""
#endsub
#for {I = 0; I < DimOf(Kinds); I++} Kind

[Run]
Filename: "{app}\{#Program}"; Description: "{cm:LaunchProgram,{#Title}}"; Flags: nowait postinstall skipifsilent

[UninstallDelete]
; What Python and Qt may have left beside the program, and what the app makes again when it is needed.
Type: filesandordirs; Name: "{app}\_internal"
Type: filesandordirs; Name: "{localappdata}\{#Title}\Cache"
Type: filesandordirs; Name: "{localappdata}\{#Title}\Logs"
