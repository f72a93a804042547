<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ko_KR">
    <context>
        <name>TorchGarden</name>
        <message>
            <source>{gpu}: on a Mac with Apple's own chip, torch {torch} trains on the built-in GPU through MPS.</source>
            <translation>{gpu}: 애플 칩이 든 맥에서는 torch {torch}이(가) MPS를 통해 내장 GPU로 훈련합니다.</translation>
        </message>
        <message>
            <source>{gpu} could run a newer build, but its driver {driver} is older than CUDA 13 needs ({needed}). torch {torch} with CUDA {cuda} is the newest that runs with this driver.</source>
            <translation>{gpu}에서는 더 새로운 빌드도 작동할 수 있지만, 드라이버 {driver}이(가) CUDA 13에 필요한 버전({needed})보다 오래되었습니다. 이 드라이버에서 작동하는 가장 새로운 빌드는 torch {torch}, CUDA {cuda}입니다.</translation>
        </message>
        <message>
            <source>No GPU that PyTorch could use was found: torch {torch} for the processor.</source>
            <translation>PyTorch가 쓸 수 있는 GPU를 찾지 못했습니다. CPU용 torch {torch}을(를) 설치합니다.</translation>
        </message>
        <message>
            <source>The driver {driver} of {gpu} is too old for every build that has kernels for the card: torch {torch} for the processor, until the driver is updated.</source>
            <translation>{gpu}의 드라이버 {driver}이(가) 너무 오래되어 이 카드용 빌드를 하나도 쓸 수 없습니다. 드라이버를 업데이트하기 전까지는 CPU용 torch {torch}을(를) 씁니다.</translation>
        </message>
        <message>
            <source>Install the NVIDIA driver {needed} or later and choose again: then torch {torch} with CUDA {cuda} runs on this card.</source>
            <translation>NVIDIA 드라이버 {needed} 이상을 설치하고 다시 골라 보세요. 그러면 이 카드에서 torch {torch}(CUDA {cuda})이(가) 작동합니다.</translation>
        </message>
        <message>
            <source>{gpu} ({architecture}) is on the list of AMD cards that PyTorch is built for: torch {torch} with ROCm {rocm}.</source>
            <translation>{gpu}({architecture}): PyTorch가 지원하는 AMD 카드입니다. torch {torch}, ROCm {rocm}을(를) 설치합니다.</translation>
        </message>
        <message>
            <source>{gpu} is one of the Intel GPUs that PyTorch is tested on: torch {torch} for Intel XPU trains on it.</source>
            <translation>{gpu}: PyTorch가 시험된 인텔 GPU입니다. 인텔 XPU용 torch {torch}(으)로 훈련합니다.</translation>
        </message>
        <message>
            <source>{gpu} with driver {driver}: how old the card is could not be found out, so this is torch {torch} with CUDA {cuda}, which fits every recent one. The check at the end will tell.</source>
            <translation>{gpu}, 드라이버 {driver}: 카드의 세대를 알아내지 못해서 요즘 카드라면 모두 맞는 torch {torch}, CUDA {cuda}을(를) 골랐습니다. 마지막 점검에서 알 수 있습니다.</translation>
        </message>
        <message>
            <source>{count} NVIDIA cards, {gpu} among them, with driver {driver}: torch {torch} with CUDA {cuda} has kernels for every one of them.</source>
            <translation>{gpu}을(를) 포함한 NVIDIA 카드 {count}개, 드라이버 {driver}: torch {torch}, CUDA {cuda}에는 이 카드들 모두를 위한 커널이 들어 있습니다.</translation>
        </message>
        <message>
            <source>{gpu} (compute capability {capability}) with driver {driver}: torch {torch} with CUDA {cuda} is the build that really runs on this card.</source>
            <translation>{gpu}(컴퓨트 {capability}), 드라이버 {driver} → torch {torch}, CUDA {cuda}. 이 카드에서 실제로 작동하는 빌드입니다.</translation>
        </message>
        <message>
            <source>{gpu} is of an older generation (compute capability {capability}): builds for CUDA 13 have no kernels for it, however new the driver is. torch {torch} with CUDA {cuda} is the newest that runs on it.</source>
            <translation>{gpu}: 이전 세대 카드입니다(컴퓨트 {capability}). 드라이버가 아무리 새로워도 CUDA 13 빌드에는 이 카드용 커널이 없습니다. 이 카드에서 작동하는 가장 새로운 빌드는 torch {torch}, CUDA {cuda}입니다.</translation>
        </message>
        <message>
            <source>This Mac has an Intel processor. PyTorch stopped making its own builds for it, conda-forge goes on: torch {torch} for the processor.</source>
            <translation>인텔 프로세서가 든 맥입니다. PyTorch는 이 맥용 빌드를 더 만들지 않지만 conda-forge는 계속 만듭니다. CPU용 torch {torch}을(를) 설치합니다.</translation>
        </message>
        <message>
            <source>This version of macOS is too old for training on the Mac's GPU: torch {torch} for the processor.</source>
            <translation>이 macOS 버전은 오래되어 맥의 GPU로 훈련할 수 없습니다. CPU용 torch {torch}을(를) 설치합니다.</translation>
        </message>
        <message>
            <source>Windows on an ARM processor: torch {torch} for x64 processors runs here through Windows' own translation.</source>
            <translation>ARM 프로세서의 Windows입니다. x64용 torch {torch}이(가) Windows의 변환 기능으로 작동합니다.</translation>
        </message>
        <message>
            <source>{gpu}: for AMD cards PyTorch is built for Linux only, so on Windows this is torch {torch} for the processor.</source>
            <translation>{gpu}: AMD 카드용 PyTorch는 Linux용만 있습니다. Windows에서는 CPU용 torch {torch}을(를) 씁니다.</translation>
        </message>
        <message>
            <source>{gpu} is not on the list of AMD cards that PyTorch is built for: torch {torch} for the processor.</source>
            <translation>{gpu}: PyTorch가 지원하는 AMD 카드가 아닙니다. CPU용 torch {torch}을(를) 설치합니다.</translation>
        </message>
        <message>
            <source>{gpu} draws the screen, but PyTorch cannot train on it: torch {torch} for the processor.</source>
            <translation>{gpu}: 화면은 그리지만 PyTorch 훈련에는 쓸 수 없습니다. CPU용 torch {torch}을(를) 설치합니다.</translation>
        </message>
        <message>
            <source>{gpu} is a Jetson: NVIDIA itself makes the PyTorch for it, the usual builds don't run on its GPU. So this is torch {torch} for the processor.</source>
            <translation>{gpu}: Jetson 보드입니다. Jetson용 PyTorch는 NVIDIA가 따로 만들고, 일반 빌드는 이 GPU에서 작동하지 않습니다. 그래서 CPU용 torch {torch}을(를) 설치합니다.</translation>
        </message>
        <message>
            <source>{gpu} is there, but its NVIDIA driver does not answer. Until it does, torch {torch} for the processor.</source>
            <translation>{gpu}: 카드는 있지만 NVIDIA 드라이버가 응답하지 않습니다. 드라이버가 준비될 때까지 CPU용 torch {torch}을(를) 씁니다.</translation>
        </message>
        <message>
            <source>{gpu} (compute capability {capability}) is too old for every PyTorch that is still to be had: torch {torch} for the processor.</source>
            <translation>{gpu}(컴퓨트 {capability}): 지금 구할 수 있는 어떤 PyTorch에도 너무 오래된 카드입니다. CPU용 torch {torch}을(를) 설치합니다.</translation>
        </message>
        <message>
            <source>The driver {driver} of {gpu} is older than the {needed} that CUDA {cuda} needs: torch will not see the card and train on the processor.</source>
            <translation>{gpu}의 드라이버 {driver}이(가) CUDA {cuda}에 필요한 {needed}보다 오래되었습니다. torch가 카드를 보지 못해 CPU로 훈련합니다.</translation>
        </message>
        <message>
            <source>The AMD build is very large: about 23 GB on disk once it is installed.</source>
            <translation>AMD용 빌드는 아주 큽니다. 설치하면 디스크를 약 23 GB 차지합니다.</translation>
        </message>
        <message>
            <source>Training on an Intel GPU needs Intel's current graphics driver; the check at the end will tell.</source>
            <translation>인텔 GPU로 훈련하려면 인텔의 최신 그래픽 드라이버가 필요합니다. 마지막 점검에서 알 수 있습니다.</translation>
        </message>
        <message>
            <source>Newer PyTorch needs macOS 14 or later; with this macOS {torch} is the last.</source>
            <translation>더 새로운 PyTorch에는 macOS 14 이상이 필요합니다. 이 macOS에서는 {torch}이(가) 마지막입니다.</translation>
        </message>
        <message>
            <source>TorchGarden's own trainer needs Python 3.10 or later: it cannot run in an environment with {python}.</source>
            <translation>TorchGarden의 훈련 화면에는 Python 3.10 이상이 필요합니다. Python {python} 가상환경에서는 쓸 수 없습니다.</translation>
        </message>
        <message>
            <source>torch {torch} is newer than {tested}, the one TorchGarden was tested with.</source>
            <translation>torch {torch}은(는) TorchGarden이 시험된 {tested}보다 새 버전입니다.</translation>
        </message>
        <message>
            <source>{gpu} is not on the list of GPUs that this build is made for: expect it to fail on the GPU.</source>
            <translation>{gpu}: 이 빌드가 지원하는 GPU가 아닙니다. GPU에서 실패할 것으로 보입니다.</translation>
        </message>
        <message>
            <source>This build has no kernels for {gpu} (compute capability {capability}): torch will see the card, and the first computation on it will stop with “no kernel image is available”.</source>
            <translation>이 빌드에는 {gpu}(컴퓨트 {capability})용 커널이 없습니다. torch에 카드가 보이기는 하지만 첫 계산에서 ‘no kernel image is available’ 오류로 멈춥니다.</translation>
        </message>
        <message>
            <source>{gpu} stays unused: training runs on the processor, which is much slower.</source>
            <translation>{gpu}: 쓰이지 않습니다. 훈련은 훨씬 느린 CPU로 합니다.</translation>
        </message>
        <message>
            <source>As you chose: torch {torch}, build {build}.</source>
            <translation>직접 고르신 대로: torch {torch}, 빌드 {build}.</translation>
        </message>
        <message>
            <source>As in the notes. Since then the pytorch channel has ended with torch {torch}, Python {python} gets no more security fixes, and CUDA 11.8 knows no card of the RTX 50 generation or later.</source>
            <translation>노트에 적힌 그대로입니다. 그 뒤로 pytorch 채널은 torch {torch}을(를) 끝으로 닫혔고, Python {python}은(는) 보안 수정을 더 받지 않으며, CUDA 11.8은 RTX 50 세대 이후의 카드를 모릅니다.</translation>
        </message>
        <message>
            <source>There is no PyTorch for this system ({system} {version}, {platform}).</source>
            <translation>이 시스템({system} {version}, {platform})용 PyTorch가 없습니다.</translation>
        </message>
        <message>
            <source>torch {torch} is made for Python {first} to {last}, not for {python}.</source>
            <translation>torch {torch}은(는) Python {first}부터 {last}까지 지원합니다. {python}용은 없습니다.</translation>
        </message>
        <message>
            <source>conda-forge has no PyTorch for this computer ({platform}).</source>
            <translation>conda-forge에 이 컴퓨터({platform})용 PyTorch가 없습니다.</translation>
        </message>
        <message>
            <source>conda-forge has no {build} build of PyTorch for this computer.</source>
            <translation>conda-forge에 이 컴퓨터에 맞는 PyTorch {build} 빌드가 없습니다.</translation>
        </message>
        <message>
            <source>What the notes do was made for Windows and Linux with an Intel or AMD processor only.</source>
            <translation>노트의 방법은 인텔이나 AMD 프로세서의 Windows와 Linux에서만 됩니다.</translation>
        </message>
        <message>
            <source>conda-forge still builds for this older card, but its newer cuDNN may not: the check at the end will tell.</source>
            <translation>conda-forge는 이 오래된 카드도 아직 지원하지만, 함께 오는 새 cuDNN은 지원하지 않을 수 있습니다. 마지막 점검에서 알 수 있습니다.</translation>
        </message>
        <message>
            <source>{device} computes something else than the processor: its results cannot be trusted.</source>
            <translation>{device}: CPU와 계산 결과가 다릅니다. 이 결과는 믿을 수 없습니다.</translation>
        </message>
        <message>
            <source>Update the graphics driver. If it stays so, train on the processor.</source>
            <translation>그래픽 드라이버를 업데이트하세요. 그래도 같으면 CPU로 훈련하세요.</translation>
        </message>
        <message>
            <source>There is no Python in {folder}.</source>
            <translation>{folder}에 Python이 없습니다.</translation>
        </message>
        <message>
            <source>Make a new environment with TorchGarden.</source>
            <translation>TorchGarden으로 새 가상환경을 만드세요.</translation>
        </message>
        <message>
            <source>The check did not come to an end within {seconds} s; it hung at “{part}”.</source>
            <translation>점검이 {seconds}초 안에 끝나지 않았습니다. ‘{part}’에서 멈췄습니다.</translation>
        </message>
        <message>
            <source>Restart the computer and check again: a driver that hangs is the usual cause.</source>
            <translation>컴퓨터를 다시 시작하고 다시 점검하세요. 대개 드라이버가 멈춘 탓입니다.</translation>
        </message>
        <message>
            <source>The environment's Python cannot be started.</source>
            <translation>가상환경의 Python을 시작할 수 없습니다.</translation>
        </message>
        <message>
            <source>PyTorch does not work in this environment, and the error is not a known one.</source>
            <translation>이 가상환경에서 PyTorch가 작동하지 않습니다. 알려진 오류가 아닙니다.</translation>
        </message>
        <message>
            <source>Make a new environment. The report has the full text of the error.</source>
            <translation>새 가상환경을 만드세요. 오류 전문은 보고서에 있습니다.</translation>
        </message>
        <message>
            <source>This PyTorch holds no kernels for {gpu} (compute capability {capability}): it was built for other generations.</source>
            <translation>이 PyTorch에는 {gpu}(컴퓨트 {capability})용 커널이 없습니다. 다른 세대의 카드용 빌드입니다.</translation>
        </message>
        <message>
            <source>Make a new environment: TorchGarden chooses the build that has kernels for your card.</source>
            <translation>새 가상환경을 만드세요. TorchGarden이 이 카드용 커널이 든 빌드를 골라 줍니다.</translation>
        </message>
        <message>
            <source>torch {torch} does not see {gpu}, though its driver {driver} answers.</source>
            <translation>드라이버 {driver}은(는) 응답하지만 torch {torch}이(가) {gpu}을(를) 보지 못합니다.</translation>
        </message>
        <message>
            <source>Restart the computer and check again. On a laptop, plug it in.</source>
            <translation>컴퓨터를 다시 시작하고 다시 점검하세요. 노트북이라면 전원을 연결하세요.</translation>
        </message>
        <message>
            <source>Packages in {folder} would be loaded instead of this environment's own.</source>
            <translation>{folder}에 있는 패키지가 이 가상환경의 것 대신 불려 올 수 있습니다.</translation>
        </message>
        <message>
            <source>Delete or rename that folder, or set PYTHONNOUSERSITE=1. TorchGarden's own doors set it.</source>
            <translation>그 폴더를 지우거나 이름을 바꾸거나, PYTHONNOUSERSITE=1을 설정하세요. TorchGarden에서 여는 것에는 이미 설정되어 있습니다.</translation>
        </message>
        <message>
            <source>{gpu} is not used: torch {torch} in this environment is built for the processor only.</source>
            <translation>{gpu}: 쓰이지 않습니다. 이 가상환경의 torch {torch}은(는) CPU 전용 빌드입니다.</translation>
        </message>
        <message>
            <source>Make a new environment: TorchGarden chooses the build for your card.</source>
            <translation>새 가상환경을 만드세요. TorchGarden이 이 카드에 맞는 빌드를 골라 줍니다.</translation>
        </message>
        <message>
            <source>torch {torch} needs NVIDIA driver 580 or later, and {gpu} has {driver}.</source>
            <translation>torch {torch}에는 NVIDIA 드라이버 580 이상이 필요한데, {gpu}의 드라이버는 {driver}입니다.</translation>
        </message>
        <message>
            <source>It has no Python.</source>
            <translation>Python이 없습니다.</translation>
        </message>
        <message>
            <source>Its Python {python} is older than 3.10, which the trainer needs.</source>
            <translation>Python {python}입니다. 훈련 화면에는 3.10 이상이 필요합니다.</translation>
        </message>
        <message>
            <source>It has no PyTorch.</source>
            <translation>PyTorch가 없습니다.</translation>
        </message>
        <message>
            <source>Its torch {torch} is older than 2.2, which the trainer needs.</source>
            <translation>torch {torch}입니다. 훈련 화면에는 2.2 이상이 필요합니다.</translation>
        </message>
        <message>
            <source>{gpu}, driver {driver}; its compute capability could not be found out.</source>
            <translation>{gpu}, 드라이버 {driver}. 컴퓨트 버전은 알아내지 못했습니다.</translation>
        </message>
        <message>
            <source>{gpu}.</source>
            <translation>{gpu}.</translation>
        </message>
        <message>
            <source>{system} {version} ({platform}).</source>
            <translation>{system} {version} ({platform}).</translation>
        </message>
        <message>
            <source>{program} did not answer in time, so something about the graphics processor may be missing here.</source>
            <translation>{program}: 제때 응답하지 않았습니다. GPU 정보가 일부 빠졌을 수 있습니다.</translation>
        </message>
        <message>
            <source>Restart the computer and look again.</source>
            <translation>컴퓨터를 다시 시작하고 다시 검사하세요.</translation>
        </message>
        <message>
            <source>{gpu}: {memory} of memory, driver {driver}, compute capability {capability}.</source>
            <translation>{gpu}: 메모리 {memory}, 드라이버 {driver}, 컴퓨트 {capability}.</translation>
        </message>
        <message>
            <source>{gpu} ({architecture}).</source>
            <translation>{gpu} ({architecture}).</translation>
        </message>
        <message>
            <source>{kind} {version} is installed in {root}, with {count} environments.</source>
            <translation>{kind} {version}: {root}에 설치되어 있고, 가상환경이 {count}개 있습니다.</translation>
        </message>
        <message>
            <source>New environments go into {folder}.</source>
            <translation>새 가상환경은 {folder}에 만듭니다.</translation>
        </message>
        <message>
            <source>{program} did not answer in time; its folder was looked at instead.</source>
            <translation>{program}: 제때 응답하지 않아 폴더만 살펴보았습니다.</translation>
        </message>
        <message>
            <source>There is no PyTorch for this kind of processor ({architecture}).</source>
            <translation>이 프로세서({architecture})용 PyTorch가 없습니다.</translation>
        </message>
        <message>
            <source>This is Linux inside Windows (WSL): the graphics driver is the one of Windows.</source>
            <translation>Windows 안의 Linux(WSL)입니다. 그래픽 드라이버는 Windows의 것을 씁니다.</translation>
        </message>
        <message>
            <source>Never install an NVIDIA driver inside WSL; update the one in Windows.</source>
            <translation>WSL 안에는 NVIDIA 드라이버를 설치하지 마세요. Windows의 드라이버를 업데이트하세요.</translation>
        </message>
        <message>
            <source>No graphics processor for training was found: the processor trains.</source>
            <translation>훈련에 쓸 GPU를 찾지 못했습니다. CPU로 훈련합니다.</translation>
        </message>
        <message>
            <source>No conda is installed; TorchGarden needs none.</source>
            <translation>conda가 설치되어 있지 않습니다. TorchGarden에는 없어도 됩니다.</translation>
        </message>
        <message>
            <source>This conda is set to Anaconda's own channel, whose terms do not allow every use in schools and firms.</source>
            <translation>이 conda는 Anaconda 채널을 쓰도록 설정되어 있습니다. 그 약관은 학교와 회사에서의 사용을 모두 허락하지는 않습니다.</translation>
        </message>
        <message>
            <source>TorchGarden never uses it; the commands it shows name conda-forge instead.</source>
            <translation>TorchGarden은 그 채널을 쓰지 않습니다. 보여 주는 명령도 conda-forge를 씁니다.</translation>
        </message>
        <message>
            <source>VS Code was not found on this computer.</source>
            <translation>이 컴퓨터에서 VS Code를 찾지 못했습니다.</translation>
        </message>
        <message>
            <source>Downloads go through the proxy {proxy}.</source>
            <translation>내려받기는 프록시 {proxy}을(를) 거칩니다.</translation>
        </message>
        <message>
            <source>The variable {name} is set. TorchGarden leaves it out; your own terminal does not.</source>
            <translation>환경 변수 {name}: 설정되어 있습니다. TorchGarden은 이것을 빼고 실행하지만, 터미널에서는 그대로 쓰입니다.</translation>
        </message>
        <message>
            <source>The folder {folder} has {character} in its name, and programs break on that.</source>
            <translation>폴더 {folder}의 이름에 {character} 문자가 있습니다. 이 문자 때문에 프로그램이 제대로 작동하지 않습니다.</translation>
        </message>
        <message>
            <source>Choose a folder without quotes and backslashes in its name.</source>
            <translation>이름에 따옴표나 역슬래시가 없는 폴더를 고르세요.</translation>
        </message>
        <message>
            <source>The folder {folder} has a space in its name.</source>
            <translation>폴더 {folder}의 이름에 빈칸이 있습니다.</translation>
        </message>
        <message>
            <source>Put the path in quotes when you type it in a terminal.</source>
            <translation>터미널에 입력할 때는 경로를 따옴표로 감싸세요.</translation>
        </message>
        <message>
            <source>The folder {folder} is kept in step with a cloud, which disturbs an environment's many small files.</source>
            <translation>폴더 {folder}: 클라우드와 동기화되는 폴더라 작은 파일이 많은 가상환경에 문제가 생깁니다.</translation>
        </message>
        <message>
            <source>Choose a folder outside OneDrive, iCloud or Dropbox.</source>
            <translation>OneDrive, iCloud, Dropbox 밖의 폴더를 고르세요.</translation>
        </message>
        <message>
            <source>The folder {folder} is on another computer or another system's disk: it works, but slowly.</source>
            <translation>폴더 {folder}: 다른 컴퓨터나 다른 시스템의 디스크에 있습니다. 되기는 하지만 느립니다.</translation>
        </message>
        <message>
            <source>Choose a folder on this system's own disk.</source>
            <translation>이 시스템의 디스크에 있는 폴더를 고르세요.</translation>
        </message>
        <message>
            <source>The path of {folder} is too long for an environment.</source>
            <translation>{folder}: 가상환경을 만들기에는 경로가 너무 깁니다.</translation>
        </message>
        <message>
            <source>Choose a folder with a shorter path.</source>
            <translation>경로가 더 짧은 폴더를 고르세요.</translation>
        </message>
        <message>
            <source>With the path of {folder}, some of PyTorch's files get names longer than Windows allows here.</source>
            <translation>{folder}에서는 PyTorch의 일부 파일 경로가 이 Windows가 허용하는 길이를 넘습니다.</translation>
        </message>
        <message>
            <source>Choose a shorter folder such as {short}, or allow long paths in Windows.</source>
            <translation>{short}처럼 짧은 폴더를 고르거나, Windows에서 긴 경로를 허용하세요.</translation>
        </message>
        <message>
            <source>This computer has {total} of memory, which is little for PyTorch.</source>
            <translation>이 컴퓨터의 메모리는 {total}입니다. PyTorch에는 적은 편입니다.</translation>
        </message>
        <message>
            <source>Close other programs while you train.</source>
            <translation>훈련하는 동안 다른 프로그램을 닫아 두세요.</translation>
        </message>
        <message>
            <source>This computer has {total} of memory.</source>
            <translation>이 컴퓨터의 메모리는 {total}입니다.</translation>
        </message>
        <message>
            <source>Windows can promise programs only {free} more: loading PyTorch may fail.</source>
            <translation>Windows가 프로그램에 더 내어 줄 수 있는 메모리가 {free}뿐입니다. PyTorch를 불러오지 못할 수 있습니다.</translation>
        </message>
        <message>
            <source>Let Windows manage the size of the page file, or close other programs.</source>
            <translation>페이징 파일 크기를 Windows가 관리하게 하거나 다른 프로그램을 닫으세요.</translation>
        </message>
        <message>
            <source>The folder {folder} has letters beyond English in its name.</source>
            <translation>폴더 {folder}의 이름에 영문이 아닌 글자가 있습니다.</translation>
        </message>
        <message>
            <source>Most things work; where one doesn't, an environment in a folder with English letters helps.</source>
            <translation>대부분 잘됩니다. 안 되는 것이 있으면 영문 폴더에 가상환경을 만들어 보세요.</translation>
        </message>
        <message>
            <source>How much room {path} has could not be found out.</source>
            <translation>{path}: 남은 공간을 알아내지 못했습니다.</translation>
        </message>
        <message>
            <source>Downloads also trust the certificates in {file}.</source>
            <translation>내려받기는 {file}의 인증서도 믿습니다.</translation>
        </message>
        <message>
            <source>{path} has only {free} free.</source>
            <translation>{path}: 여유 공간이 {free}뿐입니다.</translation>
        </message>
        <message>
            <source>PyTorch for a GPU needs about 10 GB, for the processor about 3 GB. Free some space first.</source>
            <translation>GPU용 PyTorch에는 약 10 GB, CPU용에는 약 3 GB가 필요합니다. 먼저 공간을 비우세요.</translation>
        </message>
        <message>
            <source>{path} has {free} free.</source>
            <translation>{path}: 여유 공간 {free}.</translation>
        </message>
        <message>
            <source>There is no Jupyter in this environment. Install it: pip install notebook</source>
            <translation>이 가상환경에 Jupyter가 없습니다. 설치하세요: pip install notebook</translation>
        </message>
        <message>
            <source>Jupyter did not answer within {seconds} s.</source>
            <translation>Jupyter가 {seconds}초 안에 응답하지 않았습니다.</translation>
        </message>
        <message>
            <source>The environment {name} has no ipykernel. Install it: pip install ipykernel</source>
            <translation>가상환경 {name}에 ipykernel이 없습니다. 설치하세요: pip install ipykernel</translation>
        </message>
        <message>
            <source>The kernel could not be written to {folder}.</source>
            <translation>커널을 {folder}에 쓰지 못했습니다.</translation>
        </message>
        <message>
            <source>Make a new environment with TorchGarden, or repair this one: a matching set is chosen for you.</source>
            <translation>TorchGarden으로 새 가상환경을 만들거나 이 가상환경을 복구하세요. 서로 맞는 버전을 골라 줍니다.</translation>
        </message>
        <message>
            <source>Update the graphics driver, restart the computer, and check again.</source>
            <translation>그래픽 드라이버를 업데이트하고, 컴퓨터를 다시 시작한 뒤 다시 점검하세요.</translation>
        </message>
        <message>
            <source>This PyTorch holds no kernels for this card: it was built for other generations.</source>
            <translation>이 PyTorch에는 이 카드용 커널이 없습니다. 다른 세대의 카드용 빌드입니다.</translation>
        </message>
        <message>
            <source>The NVIDIA driver is older than this PyTorch needs.</source>
            <translation>NVIDIA 드라이버가 이 PyTorch에 필요한 것보다 오래되었습니다.</translation>
        </message>
        <message>
            <source>No NVIDIA driver answers, so PyTorch cannot reach the card.</source>
            <translation>NVIDIA 드라이버가 응답하지 않아 PyTorch가 카드를 쓸 수 없습니다.</translation>
        </message>
        <message>
            <source>Install NVIDIA's driver, restart the computer, and check again.</source>
            <translation>NVIDIA 드라이버를 설치하고, 컴퓨터를 다시 시작한 뒤 다시 점검하세요.</translation>
        </message>
        <message>
            <source>The driver does not answer as it should; this often happens after a laptop has slept or been undocked.</source>
            <translation>드라이버가 제대로 응답하지 않습니다. 노트북이 절전에서 깨어나거나 도킹을 푼 뒤에 자주 생깁니다.</translation>
        </message>
        <message>
            <source>The card's memory is full, probably because another program is using it.</source>
            <translation>카드의 메모리가 가득 찼습니다. 다른 프로그램이 쓰고 있는 듯합니다.</translation>
        </message>
        <message>
            <source>Close other programs that use the card, such as games or another training, and check again.</source>
            <translation>게임이나 다른 훈련처럼 카드를 쓰는 프로그램을 닫고 다시 점검하세요.</translation>
        </message>
        <message>
            <source>Convolutions fail on this card: this build's cuDNN no longer serves its generation, or does not fit the driver.</source>
            <translation>이 카드에서 합성곱이 실패합니다. 이 빌드의 cuDNN이 이 세대를 더 지원하지 않거나 드라이버와 맞지 않습니다.</translation>
        </message>
        <message>
            <source>Windows could not promise enough memory to load PyTorch.</source>
            <translation>Windows가 PyTorch를 불러올 만큼 메모리를 내어 주지 못했습니다.</translation>
        </message>
        <message>
            <source>Let Windows manage the size of the page file, close other programs, and check again.</source>
            <translation>페이징 파일 크기를 Windows가 관리하게 하고, 다른 프로그램을 닫은 뒤 다시 점검하세요.</translation>
        </message>
        <message>
            <source>A library that PyTorch needs is missing: usually Microsoft's Visual C++ runtime.</source>
            <translation>PyTorch에 필요한 라이브러리가 없습니다. 대개 Microsoft Visual C++ 런타임입니다.</translation>
        </message>
        <message>
            <source>Repair this environment, which brings the runtime, or install Microsoft's Visual C++ Redistributable (x64).</source>
            <translation>이 가상환경을 복구하면 런타임도 함께 설치됩니다. 또는 Microsoft Visual C++ 재배포 패키지(x64)를 설치하세요.</translation>
        </message>
        <message>
            <source>A library could not start: usually because the Visual C++ runtime on this computer is older than PyTorch needs.</source>
            <translation>라이브러리를 시작하지 못했습니다. 대개 이 컴퓨터의 Visual C++ 런타임이 PyTorch에 필요한 것보다 오래되어 그렇습니다.</translation>
        </message>
        <message>
            <source>Install the newest Microsoft Visual C++ Redistributable (x64), restart, and check again.</source>
            <translation>최신 Microsoft Visual C++ 재배포 패키지(x64)를 설치하고, 다시 시작한 뒤 다시 점검하세요.</translation>
        </message>
        <message>
            <source>Parts of this environment were made for another kind of processor.</source>
            <translation>이 가상환경의 일부가 다른 종류의 프로세서용으로 만들어졌습니다.</translation>
        </message>
        <message>
            <source>Make a new environment on this computer instead of copying one from another.</source>
            <translation>다른 컴퓨터에서 복사해 오지 말고 이 컴퓨터에서 새로 만드세요.</translation>
        </message>
        <message>
            <source>torch and torchvision do not belong together: one was installed or updated without the other.</source>
            <translation>torch와 torchvision의 짝이 맞지 않습니다. 한쪽만 설치되거나 업데이트되었습니다.</translation>
        </message>
        <message>
            <source>This PyTorch was built for NumPy 1, and NumPy 2 is installed.</source>
            <translation>이 PyTorch는 NumPy 1용인데 NumPy 2가 설치되어 있습니다.</translation>
        </message>
        <message>
            <source>A package in this environment was built for another NumPy than the one that is installed.</source>
            <translation>이 가상환경에 설치된 NumPy와 다른 버전용으로 만들어진 패키지가 있습니다.</translation>
        </message>
        <message>
            <source>Repair the environment, or install the package again.</source>
            <translation>가상환경을 복구하거나 그 패키지를 다시 설치하세요.</translation>
        </message>
        <message>
            <source>Two copies of the OpenMP library are in this environment: packages of different origin were mixed.</source>
            <translation>이 가상환경에 OpenMP 라이브러리가 두 벌 있습니다. 출처가 다른 패키지가 섞였습니다.</translation>
        </message>
        <message>
            <source>The math library (mkl) is newer than this PyTorch can use.</source>
            <translation>수학 라이브러리(mkl)가 이 PyTorch가 쓸 수 있는 것보다 새 버전입니다.</translation>
        </message>
        <message>
            <source>Libraries of different versions are mixed in this environment.</source>
            <translation>이 가상환경에 버전이 다른 라이브러리가 섞여 있습니다.</translation>
        </message>
        <message>
            <source>This Linux is older than this PyTorch needs.</source>
            <translation>이 Linux는 이 PyTorch에 필요한 것보다 오래되었습니다.</translation>
        </message>
        <message>
            <source>Make a new environment: TorchGarden chooses a build for this system.</source>
            <translation>새 가상환경을 만드세요. TorchGarden이 이 시스템에 맞는 빌드를 골라 줍니다.</translation>
        </message>
        <message>
            <source>A library file that belongs to PyTorch is missing.</source>
            <translation>PyTorch의 라이브러리 파일이 없습니다.</translation>
        </message>
        <message>
            <source>Repair this environment. If it happens again, ask the virus scanner to leave its folder alone.</source>
            <translation>이 가상환경을 복구하세요. 또 생기면 백신 프로그램에서 이 폴더를 예외로 두세요.</translation>
        </message>
        <message>
            <source>A file of this environment is damaged; the disk was full or the computer went off while it was written.</source>
            <translation>이 가상환경의 파일이 손상되었습니다. 쓰는 중에 디스크가 가득 찼거나 컴퓨터가 꺼졌습니다.</translation>
        </message>
        <message>
            <source>Repair this environment.</source>
            <translation>이 가상환경을 복구하세요.</translation>
        </message>
        <message>
            <source>Training on the Mac's GPU needs a newer macOS, or this PyTorch cannot do it all there.</source>
            <translation>맥의 GPU로 훈련하려면 더 새로운 macOS가 필요하거나, 이 PyTorch가 그곳에서 못 하는 계산이 있습니다.</translation>
        </message>
        <message>
            <source>Update macOS, or train on the processor.</source>
            <translation>macOS를 업데이트하거나 CPU로 훈련하세요.</translation>
        </message>
        <message>
            <source>Intel's graphics driver does not answer as PyTorch needs.</source>
            <translation>인텔 그래픽 드라이버가 PyTorch에 필요한 대로 응답하지 않습니다.</translation>
        </message>
        <message>
            <source>Install Intel's current graphics driver, restart, and check again.</source>
            <translation>인텔의 최신 그래픽 드라이버를 설치하고, 다시 시작한 뒤 다시 점검하세요.</translation>
        </message>
        <message>
            <source>The AMD card cannot be used: the driver is missing, you may not use it, or this build is not for the card.</source>
            <translation>AMD 카드를 쓸 수 없습니다. 드라이버가 없거나, 사용 권한이 없거나, 이 카드용 빌드가 아닙니다.</translation>
        </message>
        <message>
            <source>Add yourself to the groups “render” and “video”, sign in again, and check again.</source>
            <translation>사용자를 ‘render’와 ‘video’ 그룹에 넣고, 다시 로그인한 뒤 다시 점검하세요.</translation>
        </message>
        <message>
            <source>The system does not let programs run from this folder.</source>
            <translation>시스템이 이 폴더에서 프로그램을 실행하지 못하게 합니다.</translation>
        </message>
        <message>
            <source>Make the environment in another folder, or ask whoever looks after this computer.</source>
            <translation>다른 폴더에 가상환경을 만들거나 컴퓨터 관리자에게 물어보세요.</translation>
        </message>
        <message>
            <source>A file's path is too long for this system.</source>
            <translation>파일 경로가 이 시스템에는 너무 깁니다.</translation>
        </message>
        <message>
            <source>Make the environment in a folder with a shorter path.</source>
            <translation>경로가 더 짧은 폴더에 가상환경을 만드세요.</translation>
        </message>
        <message>
            <source>PyTorch is not installed in this environment.</source>
            <translation>이 가상환경에 PyTorch가 설치되어 있지 않습니다.</translation>
        </message>
        <message>
            <source>A package that PyTorch needs is missing from this environment.</source>
            <translation>이 가상환경에 PyTorch에 필요한 패키지가 없습니다.</translation>
        </message>
        <message>
            <source>Something else called “torch” is loaded instead of PyTorch, or PyTorch is incomplete.</source>
            <translation>PyTorch 대신 ‘torch’라는 다른 것이 불려 왔거나, PyTorch가 온전하지 않습니다.</translation>
        </message>
        <message>
            <source>Rename any file of yours that is called torch.py; otherwise repair this environment.</source>
            <translation>직접 만든 torch.py 파일이 있으면 이름을 바꾸고, 없으면 이 가상환경을 복구하세요.</translation>
        </message>
        <message>
            <source>The solution holds no Python. Choose another version of it.</source>
            <translation>고른 결과에 Python이 없습니다. 다른 Python 버전을 고르세요.</translation>
        </message>
        <message>
            <source>The folder {folder} must be given in full, from the disk's root.</source>
            <translation>폴더 {folder}: 디스크의 처음부터 전체 경로로 적어 주세요.</translation>
        </message>
        <message>
            <source>{path} has {free} free, and {need} are needed. Free some space, or choose another folder.</source>
            <translation>{path}: 여유 공간은 {free}인데 {need}이(가) 필요합니다. 공간을 비우거나 다른 폴더를 고르세요.</translation>
        </message>
        <message>
            <source>Check the device</source>
            <translation>디바이스 점검</translation>
        </message>
        <message>
            <source>Environment {name} · Python {python}</source>
            <translation>가상환경 {name} · Python {python}</translation>
        </message>
        <message>
            <source>PyTorch {torch} + torchvision {torchvision}</source>
            <translation>PyTorch {torch}, torchvision {torchvision}</translation>
        </message>
        <message>
            <source>Environment {name} · Python {python} · PyTorch {torch}</source>
            <translation>가상환경 {name} · Python {python} · PyTorch {torch}</translation>
        </message>
        <message>
            <source>Kernel for Jupyter and VS Code: {kernel}</source>
            <translation>Jupyter와 VS Code 커널 등록: {kernel}</translation>
        </message>
        <message>
            <source>Jupyter Notebook, matplotlib, pandas, scikit-learn</source>
            <translation>Jupyter 노트북, matplotlib, pandas, scikit-learn</translation>
        </message>
        <message>
            <source>Jupyter Notebook</source>
            <translation>Jupyter 노트북</translation>
        </message>
        <message>
            <source>matplotlib, pandas, scikit-learn</source>
            <translation>공부용 묶음: matplotlib, pandas, scikit-learn</translation>
        </message>
        <message>
            <source>Give the environment a name.</source>
            <translation>가상환경의 이름을 지어 주세요.</translation>
        </message>
        <message>
            <source>Use English letters, digits, “_”, “-” and “.” only: programs break on other characters.</source>
            <translation>영문자, 숫자, ‘_’, ‘-’, ‘.’만 쓰세요. 다른 글자가 있으면 프로그램이 제대로 작동하지 않습니다.</translation>
        </message>
        <message>
            <source>Begin the name with a letter or a digit.</source>
            <translation>이름은 영문자나 숫자로 시작하세요.</translation>
        </message>
        <message>
            <source>A name cannot end with a dot.</source>
            <translation>이름은 점으로 끝날 수 없습니다.</translation>
        </message>
        <message>
            <source>Use at most {count} characters.</source>
            <translation>{count}자까지 쓸 수 있습니다.</translation>
        </message>
        <message>
            <source>“{name}” already means something else to conda or Windows. Choose another name.</source>
            <translation>‘{name}’: conda나 Windows에서 다른 뜻으로 쓰는 이름입니다. 다른 이름을 고르세요.</translation>
        </message>
        <message>
            <source>An environment called “{name}” is there already.</source>
            <translation>‘{name}’(이)라는 가상환경이 이미 있습니다.</translation>
        </message>
        <message>
            <source>There is no torchaudio for torch {torch}: it ended with torch {last}. Leave it out, or choose torch {last}.</source>
            <translation>torch {torch}용 torchaudio는 없습니다. torch {last}이(가) 마지막이었습니다. 빼거나 torch {last}을(를) 고르세요.</translation>
        </message>
        <message>
            <source>{folder} is a link to another folder. Remove the environment it leads to.</source>
            <translation>{folder}: 다른 폴더로 가는 링크입니다. 링크가 가리키는 가상환경을 제거하세요.</translation>
        </message>
        <message>
            <source>{folder} is not an environment, so it is left alone.</source>
            <translation>{folder}: 가상환경이 아니므로 그대로 둡니다.</translation>
        </message>
        <message>
            <source>{folder} is conda itself (base), not one of its environments.</source>
            <translation>{folder}: conda 자체(base)입니다. 제거할 수 있는 가상환경이 아닙니다.</translation>
        </message>
        <message>
            <source>There are other environments inside {folder}. Remove those first.</source>
            <translation>{folder} 안에 다른 가상환경이 있습니다. 그것부터 지우세요.</translation>
        </message>
        <message>
            <source>{folder} is being used by {programs}. Close them first.</source>
            <translation>{folder}: 쓰고 있는 프로그램이 있습니다({programs}). 먼저 닫으세요.</translation>
        </message>
        <message>
            <source>{folder} is in use by TorchGarden itself.</source>
            <translation>{folder}: TorchGarden이 쓰고 있습니다.</translation>
        </message>
        <message>
            <source>{folder} cannot be removed now: another program is using it, or you may not change it. Close terminals, editors and notebooks that use it.</source>
            <translation>{folder}: 지금은 제거할 수 없습니다. 다른 프로그램이 쓰고 있거나 바꿀 권한이 없습니다. 이 가상환경을 쓰는 터미널, 편집기, 노트북을 닫으세요.</translation>
        </message>
        <message>
            <source>No terminal program was found. Open your own and type: conda activate {name}</source>
            <translation>터미널 프로그램을 찾지 못했습니다. 직접 터미널을 열고 입력하세요: conda activate {name}</translation>
        </message>
        <message>
            <source>Say what the environment is to be called: torchgarden env create NAME</source>
            <translation>가상환경의 이름을 적어 주세요: torchgarden env create NAME</translation>
        </message>
        <message>
            <source>No environment is called {name}. See: torchgarden env list</source>
            <translation>{name}(이)라는 가상환경이 없습니다. 목록 보기: torchgarden env list</translation>
        </message>
        <message>
            <source>Several environments are called {name}. Give the folder instead: {folders}</source>
            <translation>이름이 {name}인 가상환경이 여럿 있습니다. 폴더로 적어 주세요: {folders}</translation>
        </message>
        <message>
            <source>Say which environment: torchgarden env jupyter ENV</source>
            <translation>어느 가상환경인지 적어 주세요: torchgarden env jupyter ENV</translation>
        </message>
        <message>
            <source>There is no extra called {name}; there are: {names}.</source>
            <translation>{name}(이)라는 추가 항목은 없습니다. 고를 수 있는 것: {names}.</translation>
        </message>
        <message>
            <source>{gpu} could train with another torch, but torch {torch} has no build for it that runs here: torch {torch} for the processor.</source>
            <translation>{gpu}: 다른 torch로는 훈련할 수 있지만, torch {torch}에는 이 카드에서 작동하는 빌드가 없습니다. CPU용 torch {torch}을(를) 설치합니다.</translation>
        </message>
        <message>
            <source>The package engine broke down.</source>
            <translation>패키지 엔진이 멈췄습니다.</translation>
        </message>
        <message>
            <source>{spec} is not a way to ask for a package.</source>
            <translation>{spec}: 패키지를 요청하는 형식이 아닙니다.</translation>
        </message>
        <message>
            <source>The packages could not be put into {path}.</source>
            <translation>{path}에 패키지를 설치하지 못했습니다.</translation>
        </message>
        <message>
            <source>Working out which packages fit together took too long.</source>
            <translation>서로 맞는 패키지를 찾는 데 시간이 너무 오래 걸렸습니다.</translation>
        </message>
        <message>
            <source>The connection to the channel {channel} is not secure.</source>
            <translation>{channel} 채널과의 연결이 안전하지 않습니다.</translation>
        </message>
        <message>
            <source>The channel {channel} does not have a package list for this computer.</source>
            <translation>{channel} 채널에 이 컴퓨터용 패키지 목록이 없습니다.</translation>
        </message>
        <message>
            <source>The channel {channel} stopped answering.</source>
            <translation>{channel} 채널이 응답을 멈췄습니다.</translation>
        </message>
        <message>
            <source>The channel {channel} has trouble of its own.</source>
            <translation>{channel} 채널 서버에 문제가 있습니다.</translation>
        </message>
        <message>
            <source>The channel {channel} cannot be reached.</source>
            <translation>{channel} 채널에 연결할 수 없습니다.</translation>
        </message>
        <message>
            <source>A package in the cache is damaged.</source>
            <translation>캐시에 있는 패키지가 손상되었습니다.</translation>
        </message>
        <message>
            <source>{name} arrived damaged twice.</source>
            <translation>{name} 파일이 두 번 모두 손상된 채로 도착했습니다.</translation>
        </message>
        <message>
            <source>The downloads broke off inside TorchGarden's own code.</source>
            <translation>TorchGarden 자체의 문제로 내려받기가 중단되었습니다.</translation>
        </message>
        <message>
            <source>{path} is no conda environment.</source>
            <translation>{path}: conda 가상환경이 아닙니다.</translation>
        </message>
        <message>
            <source>It is there already.</source>
            <translation>이미 있습니다.</translation>
        </message>
        <message>
            <source>The new environment did not pass its check.</source>
            <translation>새 가상환경이 점검을 통과하지 못했습니다.</translation>
        </message>
        <message>
            <source>There is no unfinished installation in {path}.</source>
            <translation>{path}에 끝나지 않은 설치가 없습니다.</translation>
        </message>
        <message>
            <source>This lock file is for {platform}, and this computer is another.</source>
            <translation>이 잠금 파일은 {platform}용인데, 이 컴퓨터는 다른 종류입니다.</translation>
        </message>
        <message>
            <source>An environment called {name} is there already.</source>
            <translation>{name}: 같은 이름의 가상환경이 이미 있습니다.</translation>
        </message>
        <message>
            <source>conda packages</source>
            <translation>conda 패키지</translation>
        </message>
        <message>
            <source>PyTorch</source>
            <translation>PyTorch</translation>
        </message>
        <message>
            <source>Other packages</source>
            <translation>그 밖의 패키지</translation>
        </message>
        <message>
            <source>{path} is not a TorchGarden lock file.</source>
            <translation>{path}: TorchGarden 잠금 파일이 아닙니다.</translation>
        </message>
        <message>
            <source>{name} was not made by TorchGarden, so it has no lock file.</source>
            <translation>{name}: TorchGarden으로 만든 가상환경이 아니어서 잠금 파일이 없습니다.</translation>
        </message>
        <message>
            <source>{path} was written by a newer TorchGarden.</source>
            <translation>{path}: 더 새로운 TorchGarden에서 만든 파일입니다.</translation>
        </message>
        <message>
            <source>Another installation is running: {name}.</source>
            <translation>다른 설치가 진행 중입니다: {name}.</translation>
        </message>
        <message>
            <source>{path} could not be written.</source>
            <translation>{path}에 쓰지 못했습니다.</translation>
        </message>
        <message>
            <source>The folder {path} must be given in full, from the disk's root.</source>
            <translation>{path}: 폴더를 디스크의 맨 위에서부터 전체 경로로 적어 주세요.</translation>
        </message>
        <message>
            <source>The folder {path} has {character} in its name, and programs break on that.</source>
            <translation>{path} 폴더 이름에 {character} 문자가 있습니다. 이 문자가 있으면 프로그램이 제대로 작동하지 않습니다.</translation>
        </message>
        <message>
            <source>The folder {path} is too deep: programs in it could not be started.</source>
            <translation>{path}: 폴더 경로가 너무 길어서 그 안의 프로그램을 시작할 수 없습니다.</translation>
        </message>
        <message>
            <source>{path} is there already, and it is no environment.</source>
            <translation>{path}: 이미 있으며, 가상환경이 아닙니다.</translation>
        </message>
        <message>
            <source>The folder {path} is there already and holds something else.</source>
            <translation>{path} 폴더가 이미 있고 다른 것이 들어 있습니다.</translation>
        </message>
        <message>
            <source>{path} could not be changed.</source>
            <translation>{path}: 변경하지 못했습니다.</translation>
        </message>
        <message>
            <source>{path} is a link; only the folder it leads to can be deleted.</source>
            <translation>{path}: 링크입니다. 링크가 가리키는 폴더만 삭제할 수 있습니다.</translation>
        </message>
        <message>
            <source>Go on where it stopped: nothing is downloaded twice.</source>
            <translation>멈춘 곳부터 이어서 진행합니다. 이미 받은 파일은 다시 받지 않습니다.</translation>
        </message>
        <message>
            <source>Free some space on that disk, or choose another folder.</source>
            <translation>그 디스크의 공간을 비우거나 다른 폴더를 고르세요.</translation>
        </message>
        <message>
            <source>Check the network connection, or try another network such as a phone's hotspot.</source>
            <translation>네트워크 연결을 확인하거나, 휴대전화 핫스팟 같은 다른 네트워크를 써 보세요.</translation>
        </message>
        <message>
            <source>In a school or office, ask which proxy and certificate the network needs.</source>
            <translation>학교나 회사라면 네트워크에 필요한 프록시와 인증서가 무엇인지 물어보세요.</translation>
        </message>
        <message>
            <source>Try again in a few minutes: the server may be overloaded.</source>
            <translation>서버가 붐빌 수 있으니 몇 분 뒤에 다시 해 보세요.</translation>
        </message>
        <message>
            <source>Make a new plan: the packages on offer may have changed.</source>
            <translation>제공되는 패키지가 바뀌었을 수 있으니 계획을 새로 세우세요.</translation>
        </message>
        <message>
            <source>Close programs that may be using the folder (a terminal, an editor, Jupyter).</source>
            <translation>폴더를 쓰고 있을 만한 프로그램(터미널, 편집기, Jupyter)을 닫으세요.</translation>
        </message>
        <message>
            <source>Ask the virus scanner to leave TorchGarden's folders alone.</source>
            <translation>백신 프로그램에서 TorchGarden 폴더를 검사 예외로 지정하세요.</translation>
        </message>
        <message>
            <source>Choose a folder you may write to.</source>
            <translation>쓰기 권한이 있는 폴더를 고르세요.</translation>
        </message>
        <message>
            <source>Choose another name.</source>
            <translation>다른 이름을 고르세요.</translation>
        </message>
        <message>
            <source>Choose another Python or torch version, or fewer extras.</source>
            <translation>Python이나 torch의 다른 버전을 고르거나, 추가 항목을 줄이세요.</translation>
        </message>
        <message>
            <source>The log has the full text of what happened.</source>
            <translation>자세한 내용은 로그에 있습니다.</translation>
        </message>
        <message>
            <source>Wait until it has finished, or cancel it there.</source>
            <translation>끝날 때까지 기다리거나, 그쪽에서 취소하세요.</translation>
        </message>
        <message>
            <source>Or let the new environment take the place of the old one.</source>
            <translation>또는 새 가상환경이 기존 가상환경을 대신하게 하세요.</translation>
        </message>
        <message>
            <source>There is no space left on the disk of {path}.</source>
            <translation>{path}: 이 폴더가 있는 디스크에 남은 공간이 없습니다.</translation>
        </message>
        <message>
            <source>Another program is using {path}.</source>
            <translation>다른 프로그램이 사용하고 있습니다: {path}</translation>
        </message>
        <message>
            <source>Writing to {path} is not allowed.</source>
            <translation>{path}에 쓸 권한이 없습니다.</translation>
        </message>
        <message>
            <source>The disk of {path} cannot be written to.</source>
            <translation>{path}: 이 폴더가 있는 디스크에는 쓸 수 없습니다.</translation>
        </message>
        <message>
            <source>The path {path} is too long for this system.</source>
            <translation>{path}: 이 시스템에서 쓰기에는 경로가 너무 깁니다.</translation>
        </message>
        <message>
            <source>{host} cannot be reached.</source>
            <translation>{host}에 연결할 수 없습니다.</translation>
        </message>
        <message>
            <source>{host} does not have {name} any more.</source>
            <translation>{host}에 {name} 파일이 더 이상 없습니다.</translation>
        </message>
        <message>
            <source>The network's proxy asks for a name and a password.</source>
            <translation>네트워크의 프록시가 사용자 이름과 암호를 요구합니다.</translation>
        </message>
        <message>
            <source>{host} answers with error {status} for {name}.</source>
            <translation>{host} 서버가 {name} 요청에 오류 {status}(으)로 응답합니다.</translation>
        </message>
        <message>
            <source>{host} stopped sending {name}.</source>
            <translation>{host} 서버가 {name} 전송을 멈췄습니다.</translation>
        </message>
        <message>
            <source>The connection to {host} broke off while {name} was coming.</source>
            <translation>{name} 파일을 받는 도중 {host} 연결이 끊겼습니다.</translation>
        </message>
        <message>
            <source>The connection to {host} is not secure: its certificate is not trusted.</source>
            <translation>{host} 연결이 안전하지 않습니다. 인증서를 신뢰할 수 없습니다.</translation>
        </message>
        <message>
            <source>The network's proxy does not let {host} through.</source>
            <translation>네트워크의 프록시가 {host} 연결을 허용하지 않습니다.</translation>
        </message>
        <message>
            <source>{name} arrived damaged; fetching it again.</source>
            <translation>{name} 파일이 손상된 채로 도착해 다시 받습니다.</translation>
        </message>
        <message>
            <source>The wheels could not be put into {path}.</source>
            <translation>{path}에 wheel을 설치하지 못했습니다.</translation>
        </message>
        <message>
            <source>{name} {version} has no file for this Python and system.</source>
            <translation>{name} {version}: 이 Python과 시스템에 맞는 파일이 없습니다.</translation>
        </message>
        <message>
            <source>The program that installs wheels (uv) cannot be started.</source>
            <translation>wheel을 설치하는 프로그램(uv)을 시작할 수 없습니다.</translation>
        </message>
        <message>
            <source>{host} stopped answering.</source>
            <translation>{host} 서버가 응답을 멈췄습니다.</translation>
        </message>
        <message>
            <source>The packages could not be resolved.</source>
            <translation>설치할 패키지를 정하지 못했습니다.</translation>
        </message>
        <message>
            <source>A wheel in the cache is damaged.</source>
            <translation>캐시에 있는 wheel 파일이 손상되었습니다.</translation>
        </message>
        <message>
            <source>{host} does not have what was asked for.</source>
            <translation>{host}에 요청한 파일이 없습니다.</translation>
        </message>
        <message>
            <source>The folder of wheels {path} cannot be read.</source>
            <translation>{path}: wheel 폴더를 읽을 수 없습니다.</translation>
        </message>
        <message>
            <source>{path} cannot be read as a list of sources.</source>
            <translation>{path}: 내려받을 곳의 목록으로 읽을 수 없습니다.</translation>
        </message>
        <message>
            <source>{path}: "{key}" is not understood and changes nothing.</source>
            <translation>{path}: ‘{key}’은(는) 알 수 없는 항목이라 아무것도 바뀌지 않습니다.</translation>
        </message>
        <message>
            <source>What is understood: {keys}.</source>
            <translation>쓸 수 있는 항목: {keys}.</translation>
        </message>
        <message>
            <source>There is no file {path}.</source>
            <translation>{path} 파일이 없습니다.</translation>
        </message>
        <message>
            <source>There is no torch {torch} for this computer. There are: {versions}.</source>
            <translation>이 컴퓨터에 맞는 torch {torch}이(가) 없습니다. 고를 수 있는 버전: {versions}.</translation>
        </message>
        <message>
            <source>There is no {build} build of torch {torch} for this computer. There are: {builds}.</source>
            <translation>이 컴퓨터에 맞는 torch {torch}의 {build} 빌드가 없습니다. 고를 수 있는 빌드: {builds}.</translation>
        </message>
        <message>
            <source>{url} is not the address of a notebook server as it was printed.</source>
            <translation>{url}: 여기서 출력한 노트북 서버의 주소가 아닙니다.</translation>
        </message>
        <message>
            <source>{host} leads to an address that is not secure, so {name} was not fetched.</source>
            <translation>{host}에서 안전하지 않은 주소로 연결하므로 {name} 파일을 받지 않았습니다.</translation>
        </message>
        <message>
            <source>{host} leads {name} round in a circle.</source>
            <translation>{host}에서 {name} 파일의 주소가 제자리만 맴돕니다.</translation>
        </message>
        <message>
            <source>“{name}” is not a safe name for a file.</source>
            <translation>‘{name}’: 파일 이름으로 쓰기에 안전하지 않습니다.</translation>
        </message>
        <message>
            <source>PyTorch in this environment does not load.</source>
            <translation>이 환경의 PyTorch가 불러와지지 않습니다.</translation>
        </message>
        <message>
            <source>No GPU for this build was found here: it is larger to download, and training still runs on the processor.</source>
            <translation>이 빌드에 맞는 GPU를 찾지 못했습니다. 내려받을 양만 늘고 훈련은 그대로 CPU로 합니다.</translation>
        </message>
        <message>
            <source>TorchGarden itself runs translated (Rosetta) on this Mac. Environments are still made for Apple's chip.</source>
            <translation>이 맥에서 TorchGarden은 변환(Rosetta)되어 실행되고 있습니다. 그래도 가상환경은 애플 칩용으로 만듭니다.</translation>
        </message>
        <message>
            <source>Training has stopped.</source>
            <translation>훈련이 멈췄습니다.</translation>
        </message>
        <message>
            <source>{folder} also holds what is not the environment's but yours ({count} in all): {names}. Name it, and it is moved into a folder beside; or move it yourself first.</source>
            <translation>{folder}: 가상환경이 아니라 직접 만든 파일이 {count}개 들어 있습니다({names}). 이름을 적으면 옆 폴더로 옮깁니다. 또는 먼저 직접 옮기세요.</translation>
        </message>
        <message>
            <source>Ask for the certificate of the school or office, and name its file in SSL_CERT_FILE.</source>
            <translation>학교나 회사의 인증서 파일을 받아 SSL_CERT_FILE에 지정하세요.</translation>
        </message>
        <message>
            <source>Ask which proxy the network needs, or try a phone's hotspot.</source>
            <translation>네트워크에 어떤 프록시가 필요한지 물어보거나 휴대전화 핫스팟을 써 보세요.</translation>
        </message>
        <message>
            <source>Ask which proxy this network needs, or remove the setting if it needs none.</source>
            <translation>이 네트워크에 어떤 프록시가 필요한지 물어보고, 필요 없다면 설정을 지우세요.</translation>
        </message>
        <message>
            <source>Ask whoever looks after the network to allow these addresses.</source>
            <translation>네트워크 관리자에게 이 주소들을 허용해 달라고 하세요.</translation>
        </message>
        <message>
            <source>Check the address of the source in sources.json.</source>
            <translation>sources.json에 적은 주소를 확인하세요.</translation>
        </message>
        <message>
            <source>Check the cable or the wireless connection, or try another network such as a phone's hotspot.</source>
            <translation>케이블이나 무선 연결을 확인하거나 휴대전화 핫스팟 같은 다른 네트워크를 써 보세요.</translation>
        </message>
        <message>
            <source>Connections are read on their way: the certificate for {host} is from “{issuer}”, which is not trusted.</source>
            <translation>연결을 중간에서 읽고 있습니다. {host}의 인증서를 발급한 ‘{issuer}’은(는) 신뢰할 수 없습니다.</translation>
        </message>
        <message>
            <source>Correct the setting {name}, or remove it.</source>
            <translation>설정 {name}을(를) 바로잡거나 지우세요.</translation>
        </message>
        <message>
            <source>Downloads go through the proxy {proxy}, as {file} says.</source>
            <translation>{file}에 적힌 대로 프록시 {proxy}을(를) 거쳐 내려받습니다.</translation>
        </message>
        <message>
            <source>Every source is a folder on this computer: no network is needed.</source>
            <translation>모두 이 컴퓨터의 폴더에서 가져오므로 네트워크가 필요 없습니다.</translation>
        </message>
        <message>
            <source>No server can be reached: a firewall, or a network that lets only a proxy out.</source>
            <translation>어떤 서버에도 연결할 수 없습니다. 방화벽이 있거나 프록시를 거쳐야만 하는 네트워크입니다.</translation>
        </message>
        <message>
            <source>No server's name can be looked up: this computer seems to have no network.</source>
            <translation>서버 이름을 하나도 찾을 수 없습니다. 이 컴퓨터가 네트워크에 연결되지 않은 것 같습니다.</translation>
        </message>
        <message>
            <source>Open any page in a browser, sign in to the network there, and try again.</source>
            <translation>브라우저에서 아무 페이지나 열어 네트워크에 로그인한 다음 다시 시도하세요.</translation>
        </message>
        <message>
            <source>Pause other downloads, or use another network; what has arrived is kept.</source>
            <translation>다른 내려받기를 멈추거나 다른 네트워크를 쓰세요. 이미 받은 것은 그대로 둡니다.</translation>
        </message>
        <message>
            <source>Put them into the proxy's address: http://NAME:PASSWORD@HOST:PORT</source>
            <translation>프록시 주소에 함께 적으세요: http://이름:암호@주소:포트</translation>
        </message>
        <message>
            <source>Set a proxy that begins with http:// instead.</source>
            <translation>http://로 시작하는 프록시를 대신 지정하세요.</translation>
        </message>
        <message>
            <source>Set the clock of this computer right; otherwise wait until the server is mended.</source>
            <translation>이 컴퓨터의 시계를 맞추세요. 시계가 맞다면 서버가 고쳐질 때까지 기다려야 합니다.</translation>
        </message>
        <message>
            <source>Set the date and time of this computer, or let it set them itself, and try again.</source>
            <translation>이 컴퓨터의 날짜와 시간을 맞추거나 자동으로 맞추게 한 다음 다시 시도하세요.</translation>
        </message>
        <message>
            <source>Sign in to the network in a browser, or try another network.</source>
            <translation>브라우저에서 네트워크에 로그인하거나 다른 네트워크를 써 보세요.</translation>
        </message>
        <message>
            <source>The certificate of {host} has expired.</source>
            <translation>{host}의 인증서가 만료되었습니다.</translation>
        </message>
        <message>
            <source>The certificate of {host} is not trusted.</source>
            <translation>{host}의 인증서를 신뢰할 수 없습니다.</translation>
        </message>
        <message>
            <source>The certificate that came for {host} belongs to another server.</source>
            <translation>{host}에서 온 인증서가 다른 서버의 것입니다.</translation>
        </message>
        <message>
            <source>The clock of this computer is {days} days ahead, so no secure connection holds.</source>
            <translation>이 컴퓨터의 시계가 {days}일 빨라서 보안 연결을 할 수 없습니다.</translation>
        </message>
        <message>
            <source>The clock of this computer is {days} days behind, so no secure connection holds.</source>
            <translation>이 컴퓨터의 시계가 {days}일 늦어서 보안 연결을 할 수 없습니다.</translation>
        </message>
        <message>
            <source>The clock of this computer is {minutes} minutes ahead.</source>
            <translation>이 컴퓨터의 시계가 {minutes}분 빠릅니다.</translation>
        </message>
        <message>
            <source>The clock of this computer is {minutes} minutes behind.</source>
            <translation>이 컴퓨터의 시계가 {minutes}분 늦습니다.</translation>
        </message>
        <message>
            <source>The connection to {host} breaks off.</source>
            <translation>{host} 연결이 끊어집니다.</translation>
        </message>
        <message>
            <source>The file {file}, which {name} names, is not there or holds no certificates, so it is not used.</source>
            <translation>{name}에 지정된 파일 {file}이(가) 없거나 인증서가 들어 있지 않아 쓰지 않습니다.</translation>
        </message>
        <message>
            <source>The name of the proxy {proxy} is not known in this network.</source>
            <translation>이 네트워크에서 프록시 {proxy}의 이름을 찾을 수 없습니다.</translation>
        </message>
        <message>
            <source>The name {host} cannot be looked up.</source>
            <translation>{host}의 이름을 찾을 수 없습니다.</translation>
        </message>
        <message>
            <source>The network answers with a page of its own instead of {host}: it wants you to sign in.</source>
            <translation>{host} 대신 네트워크의 로그인 페이지가 응답합니다. 먼저 로그인해야 합니다.</translation>
        </message>
        <message>
            <source>The network is slow: {speed} a second.</source>
            <translation>네트워크가 느립니다. 초당 {speed}입니다.</translation>
        </message>
        <message>
            <source>The proxy {proxy} accepts connections and does not answer.</source>
            <translation>프록시 {proxy}은(는) 연결은 받지만 응답하지 않습니다.</translation>
        </message>
        <message>
            <source>The proxy {proxy} asks for a name and a password.</source>
            <translation>프록시 {proxy}이(가) 사용자 이름과 암호를 요구합니다.</translation>
        </message>
        <message>
            <source>The proxy {proxy} cannot be reached.</source>
            <translation>프록시 {proxy}에 연결할 수 없습니다.</translation>
        </message>
        <message>
            <source>The proxy {proxy} does not let {host} through.</source>
            <translation>프록시 {proxy}이(가) {host} 연결을 허용하지 않습니다.</translation>
        </message>
        <message>
            <source>The proxy {proxy} is of the kind SOCKS, which downloads here cannot use.</source>
            <translation>프록시 {proxy}은(는) SOCKS 방식이라 내려받기에 쓸 수 없습니다.</translation>
        </message>
        <message>
            <source>Try another network such as a phone's hotspot, or ask whoever looks after this one.</source>
            <translation>휴대전화 핫스팟 같은 다른 네트워크를 쓰거나 네트워크 관리자에게 물어보세요.</translation>
        </message>
        <message>
            <source>{hosts}: they answer now, with {speed} a second.</source>
            <translation>{hosts}: 지금 응답합니다. 초당 {speed}입니다.</translation>
        </message>
        <message>
            <source>{hosts}: they answer now.</source>
            <translation>{hosts}: 지금 응답합니다.</translation>
        </message>
        <message>
            <source>{host} accepts connections and does not answer.</source>
            <translation>{host} 서버가 연결은 받지만 응답하지 않습니다.</translation>
        </message>
        <message>
            <source>{host} answers with a web page that is no list of packages.</source>
            <translation>{host} 서버가 패키지 목록이 아닌 웹 페이지로 응답합니다.</translation>
        </message>
        <message>
            <source>{host} does not answer.</source>
            <translation>{host} 서버가 응답하지 않습니다.</translation>
        </message>
        <message>
            <source>{host} does not have the list of packages that was asked for.</source>
            <translation>{host}에 요청한 패키지 목록이 없습니다.</translation>
        </message>
        <message>
            <source>{host} does not take connections from here.</source>
            <translation>{host} 서버가 이곳의 연결을 받지 않습니다.</translation>
        </message>
        <message>
            <source>{host} has trouble of its own: error {status}.</source>
            <translation>{host} 서버에 문제가 있습니다: 오류 {status}.</translation>
        </message>
        <message>
            <source>{host} leads to an address that is not secure.</source>
            <translation>{host}에서 안전하지 않은 주소로 연결합니다.</translation>
        </message>
        <message>
            <source>{host} refuses: error {status}.</source>
            <translation>{host} 서버가 거부합니다: 오류 {status}.</translation>
        </message>
        <message>
            <source>{host} sends every request round in a circle.</source>
            <translation>{host} 서버에서 주소가 제자리만 맴돕니다.</translation>
        </message>
        <message>
            <source>Asking {host} which packages there are.</source>
            <translation>{host}에 어떤 패키지가 있는지 묻고 있습니다.</translation>
        </message>
        <message>
            <source>The connection to {host} broke off.</source>
            <translation>{host} 연결이 끊겼습니다.</translation>
        </message>
        <message>
            <source>{host} answers with something else than a list of packages.</source>
            <translation>{host} 서버가 패키지 목록이 아닌 것으로 응답합니다.</translation>
        </message>
        <message>
            <source>{host} does not let us in: it asks for a name and a password.</source>
            <translation>{host}에 들어갈 수 없습니다. 사용자 이름과 암호를 요구합니다.</translation>
        </message>
        <message>
            <source>{host} has sent nothing for {seconds} s.</source>
            <translation>{host} 서버가 {seconds}초 동안 아무것도 보내지 않았습니다.</translation>
        </message>
        <message>
            <source>{name} asks for connections whose certificates are not checked. TorchGarden still checks them.</source>
            <translation>{name}: 인증서를 확인하지 않는 연결을 요청합니다. TorchGarden은 그래도 확인합니다.</translation>
        </message>
        <message>
            <source>In this environment, install an older NumPy: pip install "numpy&lt;2"</source>
            <translation>이 가상환경에 이전 NumPy를 설치하세요: pip install "numpy&lt;2"</translation>
        </message>
        <message>
            <source>In this environment, install an older one: conda install "mkl&lt;2024.1" -c conda-forge --override-channels</source>
            <translation>이 가상환경에 이전 버전을 설치하세요: conda install "mkl&lt;2024.1" -c conda-forge --override-channels</translation>
        </message>
        <message>
            <source>Install the NVIDIA driver {needed} or later in Windows, not in WSL, and choose again: then torch {torch} with CUDA {cuda} runs on this card.</source>
            <translation>WSL이 아니라 Windows에 NVIDIA 드라이버 {needed} 이상을 설치하고 다시 골라 보세요. 그러면 이 카드에서 torch {torch}(CUDA {cuda})이(가) 작동합니다.</translation>
        </message>
        <message>
            <source>A library was loaded too late for the memory that it needs in each thread.</source>
            <translation>라이브러리를 너무 늦게 불러와 스레드마다 필요한 메모리를 얻지 못했습니다.</translation>
        </message>
        <message>
            <source>Ask whoever looks after this computer to allow the folder, or use another computer for PyTorch.</source>
            <translation>컴퓨터 관리자에게 이 폴더를 허용해 달라고 하거나 다른 컴퓨터를 쓰세요.</translation>
        </message>
        <message>
            <source>Ask whoever looks after this computer to start NVIDIA's fabric manager of the driver's version.</source>
            <translation>컴퓨터 관리자에게 드라이버와 같은 버전의 NVIDIA fabric manager를 시작해 달라고 하세요.</translation>
        </message>
        <message>
            <source>CUDA finds no card: it is hidden from this program, switched off, or belongs to somebody else now.</source>
            <translation>CUDA가 카드를 찾지 못합니다. 이 프로그램에 가려져 있거나, 꺼져 있거나, 다른 사람이 쓰고 있습니다.</translation>
        </message>
        <message>
            <source>Close other programs that use the card, and check again.</source>
            <translation>카드를 쓰는 다른 프로그램을 닫고 다시 점검하세요.</translation>
        </message>
        <message>
            <source>Close other programs, restart the computer, and check again.</source>
            <translation>다른 프로그램을 닫고 컴퓨터를 다시 시작한 뒤 다시 점검하세요.</translation>
        </message>
        <message>
            <source>Import torch before other packages such as cv2 or sklearn, or make a new environment.</source>
            <translation>cv2나 sklearn 같은 다른 패키지보다 torch를 먼저 import하거나 새 가상환경을 만드세요.</translation>
        </message>
        <message>
            <source>Make a new environment with an older torch, or with the packages of conda-forge.</source>
            <translation>더 오래된 torch나 conda-forge 패키지로 새 가상환경을 만드세요.</translation>
        </message>
        <message>
            <source>Remove the variable CUDA_VISIBLE_DEVICES, switch the card on in the system's settings, and check again.</source>
            <translation>환경 변수 CUDA_VISIBLE_DEVICES를 지우고, 시스템 설정에서 카드를 켠 뒤 다시 점검하세요.</translation>
        </message>
        <message>
            <source>Restart the computer and check again. If it stays so, make a new environment.</source>
            <translation>컴퓨터를 다시 시작하고 다시 점검하세요. 그래도 같으면 새 가상환경을 만드세요.</translation>
        </message>
        <message>
            <source>Restart the computer. If it comes again, have the card looked at, and train on the processor meanwhile.</source>
            <translation>컴퓨터를 다시 시작하세요. 또 생기면 카드를 점검받고, 그동안은 CPU로 훈련하세요.</translation>
        </message>
        <message>
            <source>Restart the computer. Nothing needs to be installed.</source>
            <translation>컴퓨터를 다시 시작하세요. 설치할 것은 없습니다.</translation>
        </message>
        <message>
            <source>The NVIDIA driver and its library are of two versions: it was updated, and the old one still runs.</source>
            <translation>NVIDIA 드라이버와 라이브러리의 버전이 다릅니다. 업데이트했지만 예전 드라이버가 아직 돌아가고 있습니다.</translation>
        </message>
        <message>
            <source>The NVIDIA driver was updated while the system ran, or this card takes no newer CUDA than its driver's.</source>
            <translation>시스템이 켜진 채 NVIDIA 드라이버가 업데이트되었거나, 이 카드가 드라이버보다 새로운 CUDA를 쓸 수 없습니다.</translation>
        </message>
        <message>
            <source>The card is taken: another program uses it alone, or it is kept for one at a time.</source>
            <translation>다른 프로그램이 카드를 혼자 쓰고 있습니다.</translation>
        </message>
        <message>
            <source>The card's memory has given wrong values: a fault of the card.</source>
            <translation>카드의 메모리가 잘못된 값을 냈습니다. 카드의 고장입니다.</translation>
        </message>
        <message>
            <source>The cards of this computer are not ready: the service that joins them (fabric manager) does not run.</source>
            <translation>이 컴퓨터의 카드들이 준비되지 않았습니다. 카드를 잇는 서비스(fabric manager)가 실행되지 않습니다.</translation>
        </message>
        <message>
            <source>This Linux forbids a library of this PyTorch to mark its stack as executable, as newer kernels do.</source>
            <translation>이 Linux는 새 커널답게 PyTorch 라이브러리의 실행 가능한 스택을 허용하지 않습니다.</translation>
        </message>
        <message>
            <source>This PyTorch is built for the processor only, and something asked it for the card.</source>
            <translation>이 PyTorch는 CPU 전용인데 카드를 쓰라는 요청을 받았습니다.</translation>
        </message>
        <message>
            <source>This processor lacks an instruction that this PyTorch uses.</source>
            <translation>이 프로세서에는 이 PyTorch가 쓰는 명령어가 없습니다.</translation>
        </message>
        <message>
            <source>This system has larger memory pages than a library of this environment was made for.</source>
            <translation>이 시스템의 메모리 페이지가 이 가상환경의 라이브러리가 예상한 것보다 큽니다.</translation>
        </message>
        <message>
            <source>Windows gives this program no more memory or handles than it has: a quota is used up.</source>
            <translation>Windows가 이 프로그램에 줄 수 있는 메모리나 핸들을 다 썼습니다.</translation>
        </message>
        <message>
            <source>Windows' application control does not let programs of this environment run.</source>
            <translation>Windows의 애플리케이션 제어가 이 가상환경의 프로그램을 막고 있습니다.</translation>
        </message>
        <message>
            <source>The channel {channel} answers with something else than a package list.</source>
            <translation>{channel} 채널에서 패키지 목록이 아닌 다른 내용이 왔습니다.</translation>
        </message>
        <message>
            <source>The channel {channel} refuses: error {status}.</source>
            <translation>{channel} 채널에서 요청을 거절했습니다: 오류 {status}.</translation>
        </message>
        <message>
            <source>The channel {channel} sends every request round in a circle.</source>
            <translation>{channel} 채널에서 모든 요청이 제자리를 맴돕니다.</translation>
        </message>
        <message>
            <source>The connection to the channel {channel} broke off.</source>
            <translation>{channel} 채널과의 연결이 끊어졌습니다.</translation>
        </message>
        <message>
            <source>The file would be incomplete, so none was written. These can only be made again by hand: {names}. Install them again from a package index, or take the lock file.</source>
            <translation>파일이 불완전해지므로 쓰지 않았습니다. 이 파일로는 다시 설치할 수 없는 항목이 있습니다: {names}. 패키지 저장소에서 다시 설치하거나 잠금 파일로 내보내세요.</translation>
        </message>
        <message>
            <source>{folder} is frozen: the file conda-meta/frozen tells conda to leave it as it is. Delete that file first.</source>
            <translation>바꾸지 않기로 한 가상환경입니다: {folder}. conda가 따르는 표시 파일 conda-meta/frozen이 있습니다. 바꾸려면 그 파일을 먼저 지우세요.</translation>
        </message>
        <message>
            <source>{folder} cannot be removed now: its disk does not let it be renamed.</source>
            <translation>{folder}을(를) 지금은 삭제할 수 없습니다. 디스크가 이름을 바꾸게 두지 않습니다.</translation>
        </message>
        <message>
            <source>{folder} cannot be removed: your own files in it cannot be moved into a folder beside it. Move them yourself first.</source>
            <translation>{folder}을(를) 삭제할 수 없습니다. 그 안에 있는 내 파일을 옆 폴더로 옮기지 못했습니다. 먼저 직접 옮기세요.</translation>
        </message>
        <message>
            <source>{folder} could not be looked at: it is a link that leads in a circle.</source>
            <translation>{folder}을(를) 살펴볼 수 없습니다. 제자리로 돌아오는 링크입니다.</translation>
        </message>
        <message>
            <source>{folder} could not be looked at: its disk gives no answer.</source>
            <translation>{folder}을(를) 살펴볼 수 없습니다. 디스크가 응답하지 않습니다.</translation>
        </message>
        <message>
            <source>{folder} could not be looked at: that is no path.</source>
            <translation>{folder}을(를) 살펴볼 수 없습니다. 올바른 경로가 아닙니다.</translation>
        </message>
        <message>
            <source>{folder} could not be looked at: you are not allowed to.</source>
            <translation>{folder}을(를) 살펴볼 수 없습니다. 볼 권한이 없습니다.</translation>
        </message>
        <message>
            <source>Asking {hosts} for {names}.</source>
            <translation>{hosts}에 {names}을(를) 묻고 있습니다.</translation>
        </message>
        <message>
            <source>Fetching Python {version}, with which the packages are worked out.</source>
            <translation>패키지를 고르는 데 쓸 Python {version}을(를) 내려받고 있습니다.</translation>
        </message>
        <message>
            <source>Looking for what is wrong with the network.</source>
            <translation>네트워크에 어떤 문제가 있는지 살펴보고 있습니다.</translation>
        </message>
        <message>
            <source>Measuring how fast files come in.</source>
            <translation>내려받는 속도를 재고 있습니다.</translation>
        </message>
        <message>
            <source>Nothing has come from {host} for {seconds} s. It is tried again and again; check the network connection meanwhile. What has arrived is kept.</source>
            <translation>{host}에서 {seconds}초 동안 아무것도 오지 않았습니다. 계속 다시 시도하고 있으니 그동안 네트워크 연결을 확인하세요. 이미 받은 것은 남아 있습니다.</translation>
        </message>
        <message>
            <source>Not every folder was looked at: there are too many, or their disk is too slow.</source>
            <translation>모든 폴더를 살펴보지는 못했습니다. 폴더가 너무 많거나 디스크가 너무 느립니다.</translation>
        </message>
        <message>
            <source>The kernels of Jupyter could not be looked at: their disk gives no answer.</source>
            <translation>Jupyter 커널을 살펴보지 못했습니다. 커널이 있는 디스크가 응답하지 않습니다.</translation>
        </message>
        <message>
            <source>{path} names “{address}” as a source, which is no address: one begins with http://, https:// or file:// and has no spaces.</source>
            <translation>{path}에 적힌 ‘{address}’은(는) 주소가 아닙니다. 주소는 http://, https://, file:// 가운데 하나로 시작하고 빈칸이 없어야 합니다.</translation>
        </message>
        <message>
            <source>This Linux is too old for every PyTorch that trains on {gpu} (its glibc is {glibc}): torch {torch} for the processor.</source>
            <translation>이 Linux는 {gpu}에서 훈련하는 PyTorch를 쓰기에 너무 오래되었습니다(glibc {glibc}). 그래서 CPU용 torch {torch}을(를) 설치합니다.</translation>
        </message>
        <message>
            <source>{gpu} cannot train with torch {torch} on this system: torch {torch} for the processor.</source>
            <translation>이 컴퓨터에서는 {gpu}이(가) torch {torch}(으)로 훈련할 수 없습니다. 그래서 CPU용 torch {torch}을(를) 설치합니다.</translation>
        </message>
        <message>
            <source>{gpu} with driver {driver}: torch {torch} with CUDA {cuda} is the newest build of what was chosen that runs on this card.</source>
            <translation>{gpu}, 드라이버 {driver}: 고르신 것 가운데 이 카드에서 작동하는 가장 새로운 빌드는 CUDA {cuda}용 torch {torch}입니다.</translation>
        </message>
        <message>
            <source>No program may run on the disk of {path} (it is mounted “noexec”).</source>
            <translation>{path}이(가) 있는 디스크에서는 프로그램을 실행할 수 없습니다(‘noexec’으로 연결되어 있습니다).</translation>
        </message>
        <message>
            <source>A Linux driver from NVIDIA is installed inside WSL: it hides the one of Windows, and {gpu} cannot be reached.</source>
            <translation>WSL 안에 NVIDIA의 리눅스 드라이버가 설치되어 있습니다. Windows의 드라이버를 가려서 {gpu}을(를) 쓸 수 없습니다.</translation>
        </message>
        <message>
            <source>Add yourself to the groups “render” and “video”, sign in again, and look again.</source>
            <translation>사용자를 ‘render’와 ‘video’ 그룹에 넣고, 다시 로그인한 뒤 다시 검사하세요.</translation>
        </message>
        <message>
            <source>Check again, and let it come to its end.</source>
            <translation>다시 점검하고 끝날 때까지 기다리세요.</translation>
        </message>
        <message>
            <source>Close other programs, and check again.</source>
            <translation>다른 프로그램을 닫고 다시 점검하세요.</translation>
        </message>
        <message>
            <source>Connect the card or its dock, or switch it on in the laptop maker’s program, restart, and look again.</source>
            <translation>그래픽 카드나 독을 연결하거나 노트북 제조사 프로그램에서 켜고, 다시 시작한 뒤 다시 검사하세요.</translation>
        </message>
        <message>
            <source>If this computer has an NVIDIA card, install its driver in Windows, run wsl --shutdown there, and look again.</source>
            <translation>이 컴퓨터에 NVIDIA 그래픽 카드가 있다면 Windows에 드라이버를 설치하고, Windows에서 wsl --shutdown을 실행한 뒤 다시 검사하세요.</translation>
        </message>
        <message>
            <source>Install the driver of {maker} in Windows, not in WSL, restart, and look again.</source>
            <translation>{maker} 드라이버를 WSL이 아니라 Windows에 설치하고, 다시 시작한 뒤 다시 검사하세요.</translation>
        </message>
        <message>
            <source>Install the driver of {maker}, restart, and look again.</source>
            <translation>{maker} 드라이버를 설치하고, 다시 시작한 뒤 다시 검사하세요.</translation>
        </message>
        <message>
            <source>Install the maker’s kernel driver (amdgpu, or i915 and xe) or a newer Linux kernel, restart, and look again.</source>
            <translation>제조사의 커널 드라이버(amdgpu, 또는 i915와 xe)나 더 새로운 리눅스 커널을 설치하고, 다시 시작한 뒤 다시 검사하세요.</translation>
        </message>
        <message>
            <source>NVIDIA’s driver is installed, but Linux has not loaded it for {gpu}: usually after a new kernel, with Secure Boot, or where the laptop saves power.</source>
            <translation>NVIDIA 드라이버는 설치되어 있지만 리눅스가 {gpu}에 쓰도록 불러오지 않았습니다. 커널이 바뀐 뒤, Secure Boot가 켜져 있을 때, 노트북이 전력을 아낄 때 흔히 그렇습니다.</translation>
        </message>
        <message>
            <source>Open the Device Manager, choose “Enable device” for the card, and look again.</source>
            <translation>장치 관리자를 열어 그래픽 카드를 오른쪽 버튼으로 누르고 ‘디바이스 사용’을 고른 뒤 다시 검사하세요.</translation>
        </message>
        <message>
            <source>PyTorch of this environment crashed at “{part}” ({name}).</source>
            <translation>이 가상환경의 PyTorch가 ‘{part}’에서 비정상 종료되었습니다({name}).</translation>
        </message>
        <message>
            <source>Remove its vfio setting and restart, or train inside that virtual machine.</source>
            <translation>vfio 설정을 지우고 다시 시작하거나, 그 가상 머신 안에서 훈련하세요.</translation>
        </message>
        <message>
            <source>Remove the NVIDIA packages inside WSL, run wsl --shutdown in Windows, and look again.</source>
            <translation>WSL 안의 NVIDIA 패키지를 지우고, Windows에서 wsl --shutdown을 실행한 뒤 다시 검사하세요.</translation>
        </message>
        <message>
            <source>Repair this environment, or make a new one. A virus scanner or a program that shows itself over others may be the cause too.</source>
            <translation>이 가상환경을 복구하거나 새로 만드세요. 백신이나 다른 창 위에 표시되는 프로그램이 원인일 수도 있습니다.</translation>
        </message>
        <message>
            <source>Restart the computer and look again. If it stays so, install the driver again from your Linux, confirm its key when the computer starts, and on a laptop choose the NVIDIA card (prime-select nvidia).</source>
            <translation>컴퓨터를 다시 시작하고 다시 검사하세요. 그래도 같으면 리눅스 배포판에서 드라이버를 다시 설치하고, 컴퓨터가 켜질 때 키를 승인하고, 노트북이라면 NVIDIA 그래픽 카드를 고르세요(prime-select nvidia).</translation>
        </message>
        <message>
            <source>Restart the computer and look again. Nothing needs to be installed.</source>
            <translation>컴퓨터를 다시 시작하고 다시 검사하세요. 새로 설치할 것은 없습니다.</translation>
        </message>
        <message>
            <source>Restart the computer and look again. On a laptop, plug it in.</source>
            <translation>컴퓨터를 다시 시작하고 다시 검사하세요. 노트북이라면 전원을 연결하세요.</translation>
        </message>
        <message>
            <source>Shut the computer down, start it again, and look again. If it comes back, have the card and its power looked at.</source>
            <translation>컴퓨터를 완전히 껐다 켠 뒤 다시 검사하세요. 또 그러면 그래픽 카드와 전원을 점검받으세요.</translation>
        </message>
        <message>
            <source>Start the container with the card (docker run --gpus all), or install the rest of NVIDIA’s driver, and look again.</source>
            <translation>컨테이너를 그래픽 카드와 함께 시작하거나(docker run --gpus all) NVIDIA 드라이버의 나머지를 설치한 뒤 다시 검사하세요.</translation>
        </message>
        <message>
            <source>Switch on “Above 4G decoding” in the firmware (BIOS), and look again.</source>
            <translation>펌웨어(BIOS)에서 ‘Above 4G decoding’을 켠 뒤 다시 검사하세요.</translation>
        </message>
        <message>
            <source>Switch the card on in the firmware (BIOS) or the maker’s own program, and look again.</source>
            <translation>펌웨어(BIOS)나 제조사 프로그램에서 그래픽 카드를 켠 뒤 다시 검사하세요.</translation>
        </message>
        <message>
            <source>The NVIDIA driver of {gpu} and its library are of two versions: it was updated, and the old one still runs.</source>
            <translation>{gpu}의 NVIDIA 드라이버와 라이브러리의 버전이 서로 다릅니다. 드라이버를 업데이트했지만 아직 예전 것이 쓰이고 있습니다.</translation>
        </message>
        <message>
            <source>The check ended at “{part}” without a word (exit code {code}).</source>
            <translation>점검이 ‘{part}’에서 아무 말 없이 끝났습니다(종료 코드 {code}).</translation>
        </message>
        <message>
            <source>The check was ended from outside at “{part}”: by the system, usually because memory ran out, or by somebody.</source>
            <translation>점검이 ‘{part}’에서 밖으로부터 강제로 끝났습니다. 대개 메모리가 모자라 시스템이 끝냈거나, 누군가 끝낸 것입니다.</translation>
        </message>
        <message>
            <source>The check was stopped from outside at “{part}”.</source>
            <translation>점검이 ‘{part}’에서 밖으로부터 멈춰졌습니다.</translation>
        </message>
        <message>
            <source>The computer finds no room for the memory of {gpu} (code {code} in the Device Manager).</source>
            <translation>컴퓨터에 {gpu}의 메모리를 둘 자리가 없습니다(장치 관리자의 코드 {code}).</translation>
        </message>
        <message>
            <source>The computer ran out of memory at “{part}”.</source>
            <translation>‘{part}’에서 컴퓨터의 메모리가 모자랐습니다.</translation>
        </message>
        <message>
            <source>Then choose again: torch {torch} with {build} trains on {gpu}.</source>
            <translation>그런 다음 다시 고르세요. torch {torch}({build})이(가) {gpu}에서 훈련합니다.</translation>
        </message>
        <message>
            <source>This is a virtual machine, in which no GPU of the computer around it can be used: torch {torch} for the processor.</source>
            <translation>이것은 가상 머신이라 바깥 컴퓨터의 GPU를 쓸 수 없습니다. 그래서 CPU용 torch {torch}을(를) 설치합니다.</translation>
        </message>
        <message>
            <source>Train on the Mac itself, outside the virtual machine.</source>
            <translation>가상 머신 밖, Mac에서 직접 훈련하세요.</translation>
        </message>
        <message>
            <source>Update the graphics driver, restart the computer, and check again. If it stays so, make a new environment.</source>
            <translation>그래픽 드라이버를 업데이트하고 컴퓨터를 다시 시작한 뒤 다시 점검하세요. 그래도 같으면 가상환경을 새로 만드세요.</translation>
        </message>
        <message>
            <source>Windows could not load the driver of {gpu} (code {code} in the Device Manager).</source>
            <translation>Windows가 {gpu}의 드라이버를 불러오지 못했습니다(장치 관리자의 코드 {code}).</translation>
        </message>
        <message>
            <source>Windows has stopped {gpu}, because it reported an error (code {code} in the Device Manager).</source>
            <translation>{gpu}이(가) 오류를 알려서 Windows가 사용을 중지했습니다(장치 관리자의 코드 {code}).</translation>
        </message>
        <message>
            <source>Windows has to restart before {gpu} works (code {code} in the Device Manager).</source>
            <translation>{gpu}을(를) 쓰려면 Windows를 다시 시작해야 합니다(장치 관리자의 코드 {code}).</translation>
        </message>
        <message>
            <source>Windows knows {gpu}, but it is not connected now (code {code} in the Device Manager).</source>
            <translation>Windows가 {gpu}을(를) 알고 있지만 지금은 연결되어 있지 않습니다(장치 관리자의 코드 {code}).</translation>
        </message>
        <message>
            <source>You may not use {gpu}: its device files are not yours, or not in this container.</source>
            <translation>{gpu}을(를) 쓸 권한이 없습니다. 디바이스 파일을 쓸 수 없거나 이 컨테이너에 없습니다.</translation>
        </message>
        <message>
            <source>{gpu} (compute capability {capability}) is too old for every PyTorch that is still to be had.</source>
            <translation>{gpu}(compute capability {capability})은(는) 지금 구할 수 있는 모든 PyTorch에 너무 오래된 그래픽 카드입니다.</translation>
        </message>
        <message>
            <source>{gpu} ({architecture}) is not on the list of AMD cards that PyTorch is built for.</source>
            <translation>{gpu}({architecture})은(는) PyTorch가 지원하는 AMD 그래픽 카드 목록에 없습니다.</translation>
        </message>
        <message>
            <source>{gpu} cannot train with this build. To hide it from torch, set {variable} to the number of the other card.</source>
            <translation>{gpu}은(는) 이 빌드로 훈련할 수 없습니다. torch에서 숨기려면 {variable}을(를) 다른 그래픽 카드의 번호로 정하세요.</translation>
        </message>
        <message>
            <source>{gpu} is kept for a virtual machine (vfio), so no program here can use it.</source>
            <translation>{gpu}은(는) 가상 머신 몫으로 잡혀 있어(vfio) 여기서는 어떤 프로그램도 쓸 수 없습니다.</translation>
        </message>
        <message>
            <source>{gpu} is switched off in Windows (code {code} in the Device Manager).</source>
            <translation>{gpu}이(가) Windows에서 꺼져 있습니다(장치 관리자의 코드 {code}).</translation>
        </message>
        <message>
            <source>{gpu} is switched off in the computer’s firmware (BIOS; code {code} in the Device Manager).</source>
            <translation>{gpu}이(가) 컴퓨터의 펌웨어(BIOS)에서 꺼져 있습니다(장치 관리자의 코드 {code}).</translation>
        </message>
        <message>
            <source>{gpu} is the GPU of a virtual Mac, on which training fails.</source>
            <translation>{gpu}은(는) 가상 Mac의 GPU라서 훈련이 되지 않습니다.</translation>
        </message>
        <message>
            <source>{gpu} is there, but Linux has not loaded the kernel driver with which it computes.</source>
            <translation>{gpu}이(가) 있지만 리눅스가 계산에 쓰는 커널 드라이버를 불러오지 않았습니다.</translation>
        </message>
        <message>
            <source>{gpu} is there, but Linux’s own driver (nouveau) serves it, with which PyTorch cannot compute.</source>
            <translation>{gpu}이(가) 있지만 PyTorch가 계산할 수 없는 리눅스 자체 드라이버(nouveau)가 쓰이고 있습니다.</translation>
        </message>
        <message>
            <source>{gpu} is there, but Windows’ own display driver serves it, which cannot compute.</source>
            <translation>{gpu}이(가) 있지만 계산을 못 하는 Windows 기본 디스플레이 드라이버가 쓰이고 있습니다.</translation>
        </message>
        <message>
            <source>{gpu} is there, but it cannot work as it is now. Until it can, torch {torch} for the processor.</source>
            <translation>{gpu}이(가) 있지만 지금 상태로는 쓸 수 없습니다. 쓸 수 있게 되기 전에는 CPU용 torch {torch}을(를) 설치합니다.</translation>
        </message>
        <message>
            <source>{gpu} is there, but its driver hangs: it did not answer in time.</source>
            <translation>{gpu}이(가) 있지만 드라이버가 멈춰서 제때 답하지 않았습니다.</translation>
        </message>
        <message>
            <source>{gpu} is there, but no {maker} driver answers for it.</source>
            <translation>{gpu}이(가) 있지만 {maker} 드라이버가 답하지 않습니다.</translation>
        </message>
        <message>
            <source>{gpu} is there, but the driver of {maker} is not installed.</source>
            <translation>{gpu}이(가) 있지만 {maker} 드라이버가 설치되어 있지 않습니다.</translation>
        </message>
        <message>
            <source>{gpu} is there, but the driver’s libraries are not: this is a container without the card, or half an installation.</source>
            <translation>{gpu}은(는) 있지만 드라이버의 라이브러리가 없습니다. 그래픽 카드 없이 시작한 컨테이너이거나 설치가 덜 된 것입니다.</translation>
        </message>
        <message>
            <source>{gpu} no longer answers its driver: it lost power, became too hot, or is broken.</source>
            <translation>{gpu}이(가) 드라이버에 더는 답하지 않습니다. 전원이 끊겼거나, 너무 뜨거워졌거나, 고장 난 것입니다.</translation>
        </message>
        <message>
            <source>Nothing needs to be done. A card of another generation does not disturb the one that trains.</source>
            <translation>할 일은 없습니다. 다른 세대의 카드는 훈련하는 카드를 방해하지 않습니다.</translation>
        </message>
        <message>
            <source>{gpu} ({capability}) is not used: this PyTorch holds no kernels for it. {works} trains.</source>
            <translation>{gpu}({capability})은(는) 쓰지 않습니다. 이 PyTorch에 맞는 커널이 없습니다. 훈련은 {works}이(가) 합니다.</translation>
        </message>
        <message>
            <source>The checksum that is known for {name} is damaged, so nothing that comes could be checked with it.</source>
            <translation>{name} 파일의 sha256 값이 손상되어 받은 파일을 확인할 수 없습니다.</translation>
        </message>
        <message>
            <source>The environment's Python printed without end, so its check was ended at “{part}”.</source>
            <translation>가상환경의 Python이 끝없이 출력해서 ‘{part}’ 단계에서 점검을 끝냈습니다.</translation>
        </message>
        <message>
            <source>The program that installs wheels (uv) printed without end, so it was ended.</source>
            <translation>wheel을 설치하는 프로그램(uv)이 끝없이 출력해서 종료했습니다.</translation>
        </message>
        <message>
            <source>{host} leads to something that is no address, so {name} was not fetched.</source>
            <translation>{host}에서 주소가 아닌 곳으로 연결하므로 {name} 파일을 받지 않았습니다.</translation>
        </message>
        <message>
            <source>“{address}” is no address that can be asked, so {name} was not fetched.</source>
            <translation>‘{address}’은(는) 접속할 수 있는 주소가 아니어서 {name} 파일을 받지 않았습니다.</translation>
        </message>
        <message>
            <source>Close some programs that you do not need, then try again.</source>
            <translation>필요하지 않은 프로그램을 몇 개 닫고 다시 시도해 주세요.</translation>
        </message>
        <message>
            <source>In a school or office, ask those who look after this computer.</source>
            <translation>학교나 회사 컴퓨터라면 관리하는 분에게 물어보세요.</translation>
        </message>
        <message>
            <source>Install it again, then try again.</source>
            <translation>그 프로그램을 다시 설치한 뒤 다시 시도해 주세요.</translation>
        </message>
        <message>
            <source>Install it in the environment: pip install {name}</source>
            <translation>이 가상환경에 설치해 주세요: pip install {name}</translation>
        </message>
        <message>
            <source>Jupyter ended at once.</source>
            <translation>Jupyter가 시작하자마자 끝났습니다.</translation>
        </message>
        <message>
            <source>Jupyter ended at once: another program took its port.</source>
            <translation>Jupyter가 시작하자마자 끝났습니다. 다른 프로그램이 같은 포트를 쓰고 있습니다.</translation>
        </message>
        <message>
            <source>Jupyter ended at once: it may not write where it keeps its files.</source>
            <translation>Jupyter가 시작하자마자 끝났습니다. 자기 파일을 두는 폴더에 쓸 권한이 없습니다.</translation>
        </message>
        <message>
            <source>Jupyter ended at once: this environment lacks the package {name}.</source>
            <translation>Jupyter가 시작하자마자 끝났습니다. 이 가상환경에 {name} 패키지가 없습니다.</translation>
        </message>
        <message>
            <source>Look whether the disk or the network share is connected, then try again.</source>
            <translation>디스크나 네트워크 공유 폴더가 연결되어 있는지 확인한 뒤 다시 시도해 주세요.</translation>
        </message>
        <message>
            <source>Look whether the folders of Jupyter in your home folder are yours, and not the system's.</source>
            <translation>홈 폴더에 있는 Jupyter 폴더의 소유자가 시스템이 아니라 본인인지 확인해 주세요.</translation>
        </message>
        <message>
            <source>No set of packages fits {specs} on this computer.</source>
            <translation>이 컴퓨터에서는 {specs}에 맞는 패키지 조합이 없습니다.</translation>
        </message>
        <message>
            <source>No set of packages fits {specs} on this computer: the channels do not have {missing}.</source>
            <translation>이 컴퓨터에서는 {specs}에 맞는 패키지 조합이 없습니다. 채널에 없는 것: {missing}.</translation>
        </message>
        <message>
            <source>No set of packages fits {specs} on this computer: these do not go together: {clashing}.</source>
            <translation>이 컴퓨터에서는 {specs}에 맞는 패키지 조합이 없습니다. 서로 맞지 않는 것: {clashing}.</translation>
        </message>
        <message>
            <source>No set of packages fits {specs}: nobody offers {missing} for this Python and computer.</source>
            <translation>{specs}에 맞는 패키지 조합이 없습니다. 이 Python과 이 컴퓨터에 맞게 나와 있지 않은 것: {missing}.</translation>
        </message>
        <message>
            <source>No set of packages fits {specs}: they need different versions.</source>
            <translation>{specs}에 맞는 패키지 조합이 없습니다. 서로 다른 버전을 필요로 합니다.</translation>
        </message>
        <message>
            <source>Repair the environment, then try again.</source>
            <translation>가상환경을 복구한 뒤 다시 시도해 주세요.</translation>
        </message>
        <message>
            <source>Start it from the desktop yourself, to see what it says.</source>
            <translation>바탕 화면에서 직접 실행해 어떤 메시지가 나오는지 확인해 주세요.</translation>
        </message>
        <message>
            <source>Try again: it takes another port then.</source>
            <translation>다시 시도해 주세요. 그때는 다른 포트를 씁니다.</translation>
        </message>
        <message>
            <source>What Jupyter itself said is at the end of the file {path}.</source>
            <translation>Jupyter가 남긴 메시지는 이 파일 끝에 있습니다: {path}</translation>
        </message>
        <message>
            <source>{program} was not started, and the system did not say why.</source>
            <translation>{program}을(를) 시작하지 못했고, 시스템은 이유를 알려 주지 않았습니다.</translation>
        </message>
        <message>
            <source>{program} was not started: a virus scanner holds it back.</source>
            <translation>{program}을(를) 시작하지 못했습니다. 백신 프로그램이 막고 있습니다.</translation>
        </message>
        <message>
            <source>{program} was not started: it is broken, or made for another kind of processor.</source>
            <translation>{program}을(를) 시작하지 못했습니다. 파일이 손상되었거나 다른 종류의 CPU에 맞게 만들어진 것입니다.</translation>
        </message>
        <message>
            <source>{program} was not started: its file is not there any more.</source>
            <translation>{program}을(를) 시작하지 못했습니다. 실행 파일이 이제 그 자리에 없습니다.</translation>
        </message>
        <message>
            <source>{program} was not started: the computer has no room for another program now.</source>
            <translation>{program}을(를) 시작하지 못했습니다. 지금은 컴퓨터에 프로그램을 더 실행할 여유가 없습니다.</translation>
        </message>
        <message>
            <source>{program} was not started: the disk is full.</source>
            <translation>{program}을(를) 시작하지 못했습니다. 디스크가 가득 찼습니다.</translation>
        </message>
        <message>
            <source>{program} was not started: the disk that it is on did not answer.</source>
            <translation>{program}을(를) 시작하지 못했습니다. 그것이 있는 디스크가 응답하지 않습니다.</translation>
        </message>
        <message>
            <source>{program} was not started: the rules of this computer do not allow it.</source>
            <translation>{program}을(를) 시작하지 못했습니다. 이 컴퓨터의 보안 정책이 허용하지 않습니다.</translation>
        </message>
        <message>
            <source>{program} was not started: the system does not allow it.</source>
            <translation>{program}을(를) 시작하지 못했습니다. 시스템이 실행을 허용하지 않습니다.</translation>
        </message>
        <message>
            <source>That is no path. Choose the file of a Python, or the folder of an environment.</source>
            <translation>경로가 아닙니다. Python 파일이나 가상환경 폴더를 고르세요.</translation>
        </message>
        <message>
            <source>{file} does not run. Repair its environment, or choose another Python.</source>
            <translation>{file}: 실행되지 않습니다. 가상환경을 복구하거나 다른 Python을 고르세요.</translation>
        </message>
        <message>
            <source>{file} gives no answer. Choose another Python, or try again later.</source>
            <translation>{file}: 응답이 없습니다. 다른 Python을 고르거나 나중에 다시 해 보세요.</translation>
        </message>
        <message>
            <source>{file} is no Python. Its file is called python, or python.exe on Windows.</source>
            <translation>{file}: Python이 아닙니다. Python 파일의 이름은 python이고 Windows에서는 python.exe입니다.</translation>
        </message>
        <message>
            <source>{file} is not there any more.</source>
            <translation>{file}: 더는 없습니다.</translation>
        </message>
        <message>
            <source>TorchGarden's own list of PyTorch builds cannot be read ({path}). Install TorchGarden again.</source>
            <translation>TorchGarden에 들어 있는 PyTorch 빌드 목록을 읽을 수 없습니다({path}). TorchGarden을 다시 설치하세요.</translation>
        </message>
        <message>
            <source>{host} answers with error {status}. Ask again later.</source>
            <translation>{host}: 응답에 오류가 있습니다(오류 {status}). 나중에 다시 확인하세요.</translation>
        </message>
        <message>
            <source>{host} answers with something that is no list of versions. The network may want you to sign in first.</source>
            <translation>{host}: 버전 목록이 아닌 것으로 응답했습니다. 네트워크에서 먼저 로그인해야 할 수도 있습니다.</translation>
        </message>
        <message>
            <source>{host} cannot be reached, so it is not known whether there is a newer version.</source>
            <translation>{host}: 연결할 수 없어 새 버전이 있는지 알 수 없습니다.</translation>
        </message>
        <message>
            <source>{file} cannot be read, so it is not known whether there is a newer version. It is named in sources.json.</source>
            <translation>{file}: 읽을 수 없어 새 버전이 있는지 알 수 없습니다. 이 파일은 sources.json에 적혀 있습니다.</translation>
        </message>
        <message>
            <source>{host} knows of no version of TorchGarden yet.</source>
            <translation>{host}: 아직 올라온 TorchGarden 버전이 없습니다.</translation>
        </message>
        <message>
            <source>A program that asks for “{kind}” alone gets {gpu}, which is not used.</source>
            <translation>‘{kind}’만 적은 프로그램은 쓰지 않는 {gpu}을(를) 고릅니다.</translation>
        </message>
        <message>
            <source>Nothing needs to be done. To use this card too, update its driver, restart the computer and check again.</source>
            <translation>따로 할 일은 없습니다. 이 카드도 쓰려면 드라이버를 업데이트하고 컴퓨터를 다시 시작한 뒤 다시 점검하세요.</translation>
        </message>
        <message>
            <source>Write “{device}” there, or set {variable}={index} before Python starts.</source>
            <translation>그 프로그램에 ‘{device}’(이)라고 적거나, Python을 시작하기 전에 {variable}={index}을(를) 설정하세요.</translation>
        </message>
        <message>
            <source>{gpu} ({device}) is not used: it computes something else than the processor, so its results cannot be trusted. {works} trains.</source>
            <translation>{gpu}({device})은(는) 쓰지 않습니다. CPU와 다른 값을 계산하므로 결과를 믿을 수 없습니다. 훈련은 {works}이(가) 합니다.</translation>
        </message>
        <message>
            <source>{gpu} ({device}) is not used: it failed at “{part}”, and the error is not a known one. {works} trains.</source>
            <translation>{gpu}({device})은(는) 쓰지 않습니다. ‘{part}’ 단계에서 알려지지 않은 오류로 실패했습니다. 훈련은 {works}이(가) 합니다.</translation>
        </message>
        <message>
            <source>{gpu} ({device}) is not used: it failed at “{part}”. {works} trains.</source>
            <translation>{gpu}({device})은(는) 쓰지 않습니다. ‘{part}’ 단계에서 실패했습니다. 훈련은 {works}이(가) 합니다.</translation>
        </message>
        <message>
            <source>{gpu} ({device}) is not used: the check crashed on it at “{part}”. {works} trains.</source>
            <translation>{gpu}({device})은(는) 쓰지 않습니다. ‘{part}’ 단계에서 점검이 비정상 종료되었습니다. 훈련은 {works}이(가) 합니다.</translation>
        </message>
        <message>
            <source>{gpu} ({device}) is not used: the check hung on it at “{part}”. {works} trains.</source>
            <translation>{gpu}({device})은(는) 쓰지 않습니다. ‘{part}’ 단계에서 점검이 멈췄습니다. 훈련은 {works}이(가) 합니다.</translation>
        </message>
        <message>
            <source>The proxy that is set on this computer is no address: {proxy}. One looks like http://proxy.school:3128.</source>
            <translation>이 컴퓨터에 설정된 프록시가 주소가 아닙니다: {proxy}. 주소는 http://proxy.school:3128과 같은 모양입니다.</translation>
        </message>
        <message>
            <source>No set of packages fits {specs}: {name} needs Python {python}.</source>
            <translation>{specs}에 맞는 패키지 조합이 없습니다. {name}에 필요한 Python: {python}.</translation>
        </message>
    </context>
</TS>
