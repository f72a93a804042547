; The installer for Windows: for one person, without an administrator. Inno Setup 6.4 or newer compiles it:
;     iscc /DVersion=1.2.3 /DNumbers=1.2.3.0 /DSource=dist\torchgarden resources\windows\torchgarden.iss
; What is a person's own (runs, settings, environments) is in %LOCALAPPDATA%\TorchGarden and stays when the app goes.

#ifndef Version
  #error Say /DVersion=1.2.3
#endif
#ifndef Numbers
  #error Say /DNumbers=1.2.3.0
#endif
#ifndef Source
  #error Say /DSource=the folder that was built
#endif

[Setup]
AppId={{7A3D4C52-5E0B-4B7A-9C6F-2D1B8E5F4A90}
AppName=TorchGarden
AppVersion={#Version}
AppVerName=TorchGarden {#Version}
AppPublisher=The TorchGarden authors
AppCopyright=Copyright (c) 2026 The TorchGarden authors
VersionInfoVersion={#Numbers}
PrivilegesRequired=lowest
DefaultDirName={autopf}\TorchGarden
DisableDirPage=no
DisableProgramGroupPage=yes
ArchitecturesAllowed=x64compatible
ArchitecturesInstallIn64BitMode=x64compatible
MinVersion=10.0.17763
ChangesAssociations=yes
CloseApplications=yes
RestartApplications=no
SourceDir=..\..
OutputDir=dist
OutputBaseFilename=TorchGarden-{#Version}-windows-x86_64-setup
SetupIconFile=resources\windows\torchgarden.ico
UninstallDisplayIcon={app}\torchgarden.exe
UninstallDisplayName=TorchGarden
LicenseFile=LICENSE
Compression=lzma2/max
SolidCompression=yes
WizardStyle=modern
ShowLanguageDialog=auto

[Languages]
Name: "english"; MessagesFile: "compiler:Default.isl"
Name: "korean"; MessagesFile: "compiler:Languages\Korean.isl"

[CustomMessages]
english.RunFile=TorchGarden training
korean.RunFile=TorchGarden 훈련
english.RunLink=TorchGarden link
korean.RunLink=TorchGarden 링크
english.Desktop=Put an icon on the desktop
korean.Desktop=바탕 화면에 아이콘 만들기
english.Launch=Open TorchGarden
korean.Launch=TorchGarden 열기
english.Stays=TorchGarden is removed. Your trainings, settings and downloads stay, %2 MB in the folder%n%n%1%n%nDelete that folder if you want them gone. Environments that you made are in the folders that you chose for them.
korean.Stays=TorchGarden을 제거했습니다. 훈련 기록과 설정, 내려받은 파일 %2MB는 다음 폴더에 그대로 있습니다.%n%n%1%n%n필요 없으면 이 폴더를 삭제하세요. 만든 가상환경은 선택했던 폴더에 그대로 있습니다.

[Tasks]
Name: "desktopicon"; Description: "{cm:Desktop}"; Flags: unchecked

[InstallDelete]
; Files of an older version that the new one does not have.
Type: filesandordirs; Name: "{app}\_internal"

[Files]
Source: "{#Source}\*"; DestDir: "{app}"; Flags: ignoreversion recursesubdirs createallsubdirs

[Icons]
Name: "{autoprograms}\TorchGarden"; Filename: "{app}\torchgarden.exe"; AppUserModelID: "TorchGarden.TorchGarden"
Name: "{autodesktop}\TorchGarden"; Filename: "{app}\torchgarden.exe"; AppUserModelID: "TorchGarden.TorchGarden"; Tasks: desktopicon

[Registry]
; Behind --opened nothing is an option, whatever a link has in it.
Root: HKCU; Subkey: "Software\Classes\.garden"; ValueType: string; ValueName: ""; ValueData: "TorchGarden.Run"; Flags: uninsdeletevalue uninsdeletekeyifempty
Root: HKCU; Subkey: "Software\Classes\.garden\OpenWithProgids"; ValueType: string; ValueName: "TorchGarden.Run"; ValueData: ""; Flags: uninsdeletevalue uninsdeletekeyifempty
Root: HKCU; Subkey: "Software\Classes\TorchGarden.Run"; ValueType: string; ValueName: ""; ValueData: "{cm:RunFile}"; Flags: uninsdeletekey
Root: HKCU; Subkey: "Software\Classes\TorchGarden.Run\DefaultIcon"; ValueType: string; ValueName: ""; ValueData: "{app}\torchgarden.exe,0"
Root: HKCU; Subkey: "Software\Classes\TorchGarden.Run\shell\open\command"; ValueType: string; ValueName: ""; ValueData: """{app}\torchgarden.exe"" --opened ""%1"""
Root: HKCU; Subkey: "Software\Classes\torchgarden"; ValueType: string; ValueName: ""; ValueData: "URL:{cm:RunLink}"; Flags: uninsdeletekey
Root: HKCU; Subkey: "Software\Classes\torchgarden"; ValueType: string; ValueName: "URL Protocol"; ValueData: ""
Root: HKCU; Subkey: "Software\Classes\torchgarden\DefaultIcon"; ValueType: string; ValueName: ""; ValueData: "{app}\torchgarden.exe,0"
Root: HKCU; Subkey: "Software\Classes\torchgarden\shell\open\command"; ValueType: string; ValueName: ""; ValueData: """{app}\torchgarden.exe"" --opened ""%1"""

[Run]
Filename: "{app}\torchgarden.exe"; Description: "{cm:Launch}"; Flags: nowait postinstall skipifsilent

[UninstallDelete]
; Python may have written compiled files beside its own.
Type: filesandordirs; Name: "{app}\_internal"

[Code]
function SizeOf_MB(const Folder: String): Extended;
var
  Found: TFindRec;
begin
  Result := 0;
  if FindFirst(AddBackslash(Folder) + '*', Found) then
  try
    repeat
      if (Found.Name <> '.') and (Found.Name <> '..') then
        if Found.Attributes and FILE_ATTRIBUTE_DIRECTORY <> 0 then
        begin
          { A junction leads elsewhere: what is behind it is not in this folder. }
          if Found.Attributes and $400 = 0 then
            Result := Result + SizeOf_MB(AddBackslash(Folder) + Found.Name);
        end
        else
          Result := Result + (Found.SizeHigh * 4294967296.0 + Found.SizeLow) / 1000000;
    until not FindNext(Found);
  finally
    FindClose(Found);
  end;
end;

procedure CurUninstallStepChanged(Step: TUninstallStep);
var
  Folder: String;
begin
  if (Step = usPostUninstall) and not UninstallSilent then
  begin
    Folder := ExpandConstant('{localappdata}\TorchGarden');
    if DirExists(Folder) then
      MsgBox(FmtMessage(CustomMessage('Stays'), [Folder, IntToStr(Round(SizeOf_MB(Folder)))]), mbInformation, MB_OK);
  end;
end;
