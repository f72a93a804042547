<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ko_KR">
    <context>
        <name>TorchGarden</name>
        <message>
            <source>Choose</source>
            <translation>고르기</translation>
        </message>
        <message>
            <source>The right PyTorch for this computer is chosen already. Continue to the plan, or change it.</source>
            <translation>이 컴퓨터에 맞는 PyTorch를 이미 골라 두었습니다. 바로 계획으로 가거나, 원하는 대로 바꾸세요.</translation>
        </message>
        <message>
            <source>as recommended</source>
            <translation>추천대로</translation>
        </message>
        <message>
            <source>Name of the environment</source>
            <translation>가상환경 이름</translation>
        </message>
        <message>
            <source>Replace the old environment</source>
            <translation>기존 가상환경을 새것으로 바꾸기</translation>
        </message>
        <message>
            <source>The old one stays until the new one works.</source>
            <translation>새것이 제대로 작동할 때까지 기존 것은 그대로 둡니다.</translation>
        </message>
        <message>
            <source>Folder</source>
            <translation>폴더</translation>
        </message>
        <message>
            <source>Where the environment goes.</source>
            <translation>가상환경이 놓일 곳입니다.</translation>
        </message>
        <message>
            <source>Other ways and versions</source>
            <translation>다른 방법과 버전</translation>
        </message>
        <message>
            <source>Choose an older one for an old GPU or course.</source>
            <translation>오래된 GPU나 강의에는 이전 버전을 쓰세요.</translation>
        </message>
        <message>
            <source>Build</source>
            <translation>빌드</translation>
        </message>
        <message>
            <source>What PyTorch computes on. The plan shows the effects.</source>
            <translation>무엇으로 계산할지입니다. 그 결과는 계획에서 알려 드립니다.</translation>
        </message>
        <message>
            <source>Solve the problem above first</source>
            <translation>먼저 위의 문제를 해결하세요</translation>
        </message>
        <message>
            <source>for the processor</source>
            <translation>CPU용</translation>
        </message>
        <message>
            <source>Recommended for this computer</source>
            <translation>이 컴퓨터에 추천합니다</translation>
        </message>
        <message>
            <source>As you chose</source>
            <translation>직접 고른 대로</translation>
        </message>
        <message>
            <source>As recommended, unless a course asks for another.</source>
            <translation>강의에서 따로 정하지 않았다면 추천대로 두세요.</translation>
        </message>
        <message>
            <source>Jupyter Notebook and a kernel</source>
            <translation>Jupyter 노트북과 커널</translation>
        </message>
        <message>
            <source>For notebooks in the browser and in VS Code.</source>
            <translation>브라우저와 VS Code에서 노트북을 쓸 수 있습니다.</translation>
        </message>
        <message>
            <source>What courses and books usually add.</source>
            <translation>강의와 책에서 흔히 함께 씁니다.</translation>
        </message>
        <message>
            <source>For sound.</source>
            <translation>소리를 다룹니다.</translation>
        </message>
        <message>
            <source>PyTorch’s own wheels in a conda environment</source>
            <translation>conda 가상환경에 PyTorch 공식 wheel</translation>
        </message>
        <message>
            <source>Packages of conda-forge</source>
            <translation>conda-forge 패키지</translation>
        </message>
        <message>
            <source>As in the notes (Python 3.9, CUDA 11.8)</source>
            <translation>노트대로 (Python 3.9, CUDA 11.8)</translation>
        </message>
        <message>
            <source>Where PyTorch comes from</source>
            <translation>PyTorch를 받는 곳</translation>
        </message>
        <message>
            <source>Wheels are what PyTorch itself publishes today.</source>
            <translation>지금 PyTorch가 직접 배포하는 것은 wheel입니다.</translation>
        </message>
        <message>
            <source>Make the plan</source>
            <translation>계획 세우기</translation>
        </message>
        <message>
            <source>Back</source>
            <translation>뒤로</translation>
        </message>
        <message>
            <source>There is none for this version of torch.</source>
            <translation>이 torch 버전에는 없습니다.</translation>
        </message>
        <message>
            <source>As recommended</source>
            <translation>추천대로</translation>
        </message>
        <message>
            <source>Use the recommended one instead.</source>
            <translation>추천하는 것으로 바꿉니다.</translation>
        </message>
        <message>
            <source>conda’s own</source>
            <translation>conda 자체</translation>
        </message>
        <message>
            <source>made here</source>
            <translation>여기서 만듦</translation>
        </message>
        <message>
            <source>Lock file: exactly the same again</source>
            <translation>잠금 파일: 똑같이 다시 만들기</translation>
        </message>
        <message>
            <source>Only for conda environments</source>
            <translation>conda 가상환경에서만 됩니다</translation>
        </message>
        <message>
            <source>There is no Python in it</source>
            <translation>이 안에는 Python이 없습니다</translation>
        </message>
        <message>
            <source>Train here</source>
            <translation>여기서 훈련</translation>
        </message>
        <message>
            <source>Terminal</source>
            <translation>터미널</translation>
        </message>
        <message>
            <source>Check</source>
            <translation>점검</translation>
        </message>
        <message>
            <source>Add kernel</source>
            <translation>커널 등록</translation>
        </message>
        <message>
            <source>Export</source>
            <translation>내보내기</translation>
        </message>
        <message>
            <source>Repair</source>
            <translation>복구</translation>
        </message>
        <message>
            <source>Clone</source>
            <translation>복제</translation>
        </message>
        <message>
            <source>Remove …</source>
            <translation>제거…</translation>
        </message>
        <message>
            <source>The chosen environment</source>
            <translation>고른 가상환경</translation>
        </message>
        <message>
            <source>no torch</source>
            <translation>torch 없음</translation>
        </message>
        <message>
            <source>at least {size}</source>
            <translation>{size} 이상</translation>
        </message>
        <message>
            <source>made {day}</source>
            <translation>{day}에 만듦</translation>
        </message>
        <message>
            <source>Wait until the present task is done</source>
            <translation>지금 하는 작업이 끝날 때까지 기다려 주세요</translation>
        </message>
        <message>
            <source>The trainer cannot run here</source>
            <translation>여기서는 훈련할 수 없습니다</translation>
        </message>
        <message>
            <source>Not for conda’s own environment</source>
            <translation>conda 자체의 환경에는 쓸 수 없습니다</translation>
        </message>
        <message>
            <source>Copy the command of {action}</source>
            <translation>‘{action}’ 명령 복사</translation>
        </message>
        <message>
            <source>Copy the folder</source>
            <translation>폴더 경로 복사</translation>
        </message>
        <message>
            <source>conda itself lives here</source>
            <translation>conda 자체가 여기에 있습니다</translation>
        </message>
        <message>
            <source>The notebook could not be written to {folder}.</source>
            <translation>{folder}에 노트북을 쓰지 못했습니다.</translation>
        </message>
        <message>
            <source>can train</source>
            <translation>훈련 가능</translation>
        </message>
        <message>
            <source>too old to train</source>
            <translation>너무 오래됨</translation>
        </message>
        <message>
            <source>Environments on this computer</source>
            <translation>이 컴퓨터의 가상환경</translation>
        </message>
        <message>
            <source>{device} works</source>
            <translation>{device} 작동</translation>
        </message>
        <message>
            <source>needs repair</source>
            <translation>복구 필요</translation>
        </message>
        <message>
            <source>Kernel</source>
            <translation>커널</translation>
        </message>
        <message>
            <source>Health</source>
            <translation>상태</translation>
        </message>
        <message>
            <source>Progress</source>
            <translation>진행</translation>
        </message>
        <message>
            <source>Environments</source>
            <translation>가상환경</translation>
        </message>
        <message>
            <source>New environment</source>
            <translation>새 가상환경</translation>
        </message>
        <message>
            <source>From a lock file …</source>
            <translation>잠금 파일로 만들기…</translation>
        </message>
        <message>
            <source>Look again</source>
            <translation>다시 검사</translation>
        </message>
        <message>
            <source>New environments appear here.</source>
            <translation>만든 가상환경이 여기에 보입니다.</translation>
        </message>
        <message>
            <source>There is no environment on this computer yet.</source>
            <translation>이 컴퓨터에는 아직 가상환경이 없습니다.</translation>
        </message>
        <message>
            <source>Training a little on every device of this environment …</source>
            <translation>이 가상환경의 디바이스마다 조금씩 훈련해 보는 중입니다…</translation>
        </message>
        <message>
            <source>Looking through the folders where environments live …</source>
            <translation>가상환경이 있을 만한 폴더를 찾아보는 중입니다…</translation>
        </message>
        <message>
            <source>Opening it …</source>
            <translation>여는 중입니다…</translation>
        </message>
        <message>
            <source>Writing the file …</source>
            <translation>파일을 쓰는 중입니다…</translation>
        </message>
        <message>
            <source>Adding the kernel …</source>
            <translation>커널을 등록하는 중입니다…</translation>
        </message>
        <message>
            <source>Looking for what would be removed …</source>
            <translation>함께 제거될 것을 찾는 중입니다…</translation>
        </message>
        <message>
            <source>Removing it …</source>
            <translation>제거하는 중입니다…</translation>
        </message>
        <message>
            <source>Deleting what is unfinished …</source>
            <translation>만들다 만 것을 지우는 중입니다…</translation>
        </message>
        <message>
            <source>Choose a lock file</source>
            <translation>잠금 파일 고르기</translation>
        </message>
        <message>
            <source>Remove</source>
            <translation>제거</translation>
        </message>
        <message>
            <source>Repairing {name}: what differs from its lock is reinstalled</source>
            <translation>{name} 복구하는 중: 잠금 파일과 달라진 것을 다시 설치합니다</translation>
        </message>
        <message>
            <source>Cloning into {name}</source>
            <translation>복제하는 중: {name}</translation>
        </message>
        <message>
            <source>Making {name} from its lock file</source>
            <translation>잠금 파일로 {name} 만드는 중</translation>
        </message>
        <message>
            <source>Continuing with {name}</source>
            <translation>{name} 이어서 하는 중</translation>
        </message>
        <message>
            <source>{count} on this computer; the trainer can run in {trains}.</source>
            <translation>이 컴퓨터에 {count}개가 있고, 그중 {trains}개에서 훈련할 수 있습니다.</translation>
        </message>
        <message>
            <source>Looking for environments …</source>
            <translation>가상환경을 찾는 중입니다…</translation>
        </message>
        <message>
            <source>Or give up: what is unfinished is deleted.</source>
            <translation>그만두면 만들다 만 것은 지웁니다.</translation>
        </message>
        <message>
            <source>Nothing has been changed.</source>
            <translation>아무것도 바뀌지 않았습니다.</translation>
        </message>
        <message>
            <source>Remove {name}?</source>
            <translation>가상환경 {name} 제거</translation>
        </message>
        <message>
            <source>This cannot be undone. Nothing else is touched.</source>
            <translation>되돌릴 수 없습니다. 그 밖의 것은 건드리지 않습니다.</translation>
        </message>
        <message>
            <source>The folder {folder}, {size}</source>
            <translation>폴더 {folder}, {size}</translation>
        </message>
        <message>
            <source>The same by hand</source>
            <translation>같은 일을 하는 명령</translation>
        </message>
        <message>
            <source>An install is running; this is done right after it.</source>
            <translation>설치가 진행 중입니다. 끝나는 대로 합니다.</translation>
        </message>
        <message>
            <source>Another program still uses some files; the next removal deletes them.</source>
            <translation>다른 프로그램이 쓰는 파일이 남았습니다. 다음에 제거할 때 함께 지웁니다.</translation>
        </message>
        <message>
            <source>Written to {path}.</source>
            <translation>{path}에 썼습니다.</translation>
        </message>
        <message>
            <source>Jupyter is open in the browser.</source>
            <translation>브라우저에 Jupyter를 열었습니다.</translation>
        </message>
        <message>
            <source>{program} is open.</source>
            <translation>열었습니다: {program}</translation>
        </message>
        <message>
            <source>Jupyter and VS Code list it as {name} now.</source>
            <translation>이제 Jupyter와 VS Code에 {name} 커널이 보입니다.</translation>
        </message>
        <message>
            <source>Choose a name for the new environment.</source>
            <translation>새 가상환경의 이름을 정해 주세요.</translation>
        </message>
        <message>
            <source>Make it</source>
            <translation>만들기</translation>
        </message>
        <message>
            <source>The kernel {kernel} of Jupyter and VS Code</source>
            <translation>Jupyter와 VS Code의 커널 {kernel}</translation>
        </message>
        <message>
            <source>Removed.</source>
            <translation>제거했습니다.</translation>
        </message>
        <message>
            <source>Clone {name}</source>
            <translation>{name} 복제</translation>
        </message>
        <message>
            <source>It is ready</source>
            <translation>준비되었습니다</translation>
        </message>
        <message>
            <source>{name} was made in {time} and has trained on every device it found.</source>
            <translation>가상환경 {name}을(를) {time} 만에 만들었습니다. 찾은 디바이스마다 실제로 훈련해 보았습니다.</translation>
        </message>
        <message>
            <source>Continue training in this environment, on this device.</source>
            <translation>이 가상환경, 이 디바이스에서 훈련을 이어 갑니다.</translation>
        </message>
        <message>
            <source>Train in this environment</source>
            <translation>이 가상환경에서 훈련</translation>
        </message>
        <message>
            <source>Opens in the browser with a first notebook made for you.</source>
            <translation>준비해 둔 첫 노트북을 브라우저에서 엽니다.</translation>
        </message>
        <message>
            <source>Open the first notebook</source>
            <translation>첫 노트북 열기</translation>
        </message>
        <message>
            <source>Open VS Code</source>
            <translation>VS Code 열기</translation>
        </message>
        <message>
            <source>Opens with the environment active.</source>
            <translation>가상환경이 활성화된 채로 열립니다.</translation>
        </message>
        <message>
            <source>Open a terminal</source>
            <translation>터미널 열기</translation>
        </message>
        <message>
            <source>One training step of the same work</source>
            <translation>같은 일을 할 때 한 스텝에 걸리는 시간</translation>
        </message>
        <message>
            <source>In VS Code: choose the kernel</source>
            <translation>VS Code에서 커널 고르기</translation>
        </message>
        <message>
            <source>Make another</source>
            <translation>하나 더 만들기</translation>
        </message>
        <message>
            <source>Graphics processor</source>
            <translation>그래픽카드(GPU)</translation>
        </message>
        <message>
            <source>compute {capability}</source>
            <translation>컴퓨트 {capability}</translation>
        </message>
        <message>
            <source>Your machine</source>
            <translation>내 컴퓨터</translation>
        </message>
        <message>
            <source>This is what was found. You can install.</source>
            <translation>이런 것을 찾았습니다. 바로 설치할 수 있습니다.</translation>
        </message>
        <message>
            <source>driver {driver}</source>
            <translation>드라이버 {driver}</translation>
        </message>
        <message>
            <source>{count} cores</source>
            <translation>코어 {count}개</translation>
        </message>
        <message>
            <source>Processor</source>
            <translation>프로세서(CPU)</translation>
        </message>
        <message>
            <source>enough for PyTorch</source>
            <translation>PyTorch에 넉넉합니다</translation>
        </message>
        <message>
            <source>low for PyTorch</source>
            <translation>PyTorch에는 빠듯합니다</translation>
        </message>
        <message>
            <source>Disk</source>
            <translation>디스크</translation>
        </message>
        <message>
            <source>{size} free</source>
            <translation>여유 {size}</translation>
        </message>
        <message>
            <source>through a proxy</source>
            <translation>프록시 사용</translation>
        </message>
        <message>
            <source>System</source>
            <translation>시스템</translation>
        </message>
        <message>
            <source>Looking. Nothing is changed.</source>
            <translation>살펴보는 중입니다. 아무것도 바꾸지 않습니다.</translation>
        </message>
        <message>
            <source>Solve the problem below before you make an environment.</source>
            <translation>가상환경을 만들기 전에 아래의 문제를 해결해야 합니다.</translation>
        </message>
        <message>
            <source>This is what was found. One thing needs your attention.</source>
            <translation>이런 것을 찾았습니다. 한 가지는 확인해 주세요.</translation>
        </message>
        <message>
            <source>This is what was found. {count} things need your attention.</source>
            <translation>이런 것을 찾았습니다. {count}가지는 확인해 주세요.</translation>
        </message>
        <message>
            <source>Still looking</source>
            <translation>아직 살펴보는 중입니다</translation>
        </message>
        <message>
            <source>Asking the graphics driver, the disks and conda. Each takes a few seconds at most …</source>
            <translation>그래픽 드라이버, 디스크, conda를 살펴보는 중입니다. 하나에 길어야 몇 초입니다…</translation>
        </message>
        <message>
            <source>compute capability unknown</source>
            <translation>컴퓨트 능력 알 수 없음</translation>
        </message>
        <message>
            <source>unknown</source>
            <translation>알 수 없음</translation>
        </message>
        <message>
            <source>Not installed</source>
            <translation>설치되어 있지 않음</translation>
        </message>
        <message>
            <source>TorchGarden does not need it.</source>
            <translation>TorchGarden에는 필요 없습니다.</translation>
        </message>
        <message>
            <source>{count} environments</source>
            <translation>가상환경 {count}개</translation>
        </message>
        <message>
            <source>Look once more.</source>
            <translation>한 번 더 살펴봅니다.</translation>
        </message>
        <message>
            <source>None that can train</source>
            <translation>훈련에 쓸 GPU 없음</translation>
        </message>
        <message>
            <source>Needs your attention</source>
            <translation>확인할 것</translation>
        </message>
        <message>
            <source>Good to know</source>
            <translation>알아 두면 좋은 것</translation>
        </message>
        <message>
            <source>Everything in order ({count})</source>
            <translation>문제없는 것 모두 보기 ({count})</translation>
        </message>
        <message>
            <source>Packages of the plan</source>
            <translation>계획의 패키지</translation>
        </message>
        <message>
            <source>This is how it will be installed</source>
            <translation>이렇게 설치합니다</translation>
        </message>
        <message>
            <source>Plan</source>
            <translation>계획</translation>
        </message>
        <message>
            <source>Nothing is changed. This only asks which packages fit together.</source>
            <translation>아무것도 바꾸지 않습니다. 어떤 패키지가 서로 맞는지만 알아봅니다.</translation>
        </message>
        <message>
            <source>There is not enough space on the disk</source>
            <translation>디스크 공간이 모자랍니다</translation>
        </message>
        <message>
            <source>Hide the packages</source>
            <translation>패키지 숨기기</translation>
        </message>
        <message>
            <source>All {count} packages</source>
            <translation>패키지 {count}개 모두 보기</translation>
        </message>
        <message>
            <source>Solving: asking conda-forge and PyTorch’s index for versions that fit together …</source>
            <translation>conda-forge와 PyTorch에서 서로 맞는 버전을 찾는 중입니다…</translation>
        </message>
        <message>
            <source>Package</source>
            <translation>패키지</translation>
        </message>
        <message>
            <source>Version</source>
            <translation>버전</translation>
        </message>
        <message>
            <source>From</source>
            <translation>받는 곳</translation>
        </message>
        <message>
            <source>The plan is still being made</source>
            <translation>아직 계획을 세우는 중입니다</translation>
        </message>
        <message>
            <source>There is no plan yet</source>
            <translation>아직 계획이 없습니다</translation>
        </message>
        <message>
            <source>Install</source>
            <translation>설치</translation>
        </message>
        <message>
            <source>Ask once more.</source>
            <translation>한 번 더 알아봅니다.</translation>
        </message>
        <message>
            <source>Try again</source>
            <translation>다시 시도</translation>
        </message>
        <message>
            <source>Choose another version, fewer extras or another folder.</source>
            <translation>다른 버전이나 폴더를 고르거나, 함께 설치할 것을 줄이세요.</translation>
        </message>
        <message>
            <source>Change the choice</source>
            <translation>고른 것 바꾸기</translation>
        </message>
        <message>
            <source>Or free some space and plan again.</source>
            <translation>또는 공간을 비우고 계획을 다시 세우세요.</translation>
        </message>
        <message>
            <source>Plan again</source>
            <translation>다시 계획하기</translation>
        </message>
        <message>
            <source>about {hours} h</source>
            <translation>약 {hours}시간</translation>
        </message>
        <message>
            <source>{hours} h {minutes} min left</source>
            <translation>{hours}시간 {minutes}분 남음</translation>
        </message>
        <message>
            <source>{minutes} min {seconds} s</source>
            <translation>{minutes}분 {seconds}초</translation>
        </message>
        <message>
            <source>about {seconds} s</source>
            <translation>약 {seconds}초</translation>
        </message>
        <message>
            <source>about {minutes} min</source>
            <translation>약 {minutes}분</translation>
        </message>
        <message>
            <source>{seconds} s left</source>
            <translation>{seconds}초 남음</translation>
        </message>
        <message>
            <source>{minutes} min {seconds} s left</source>
            <translation>{minutes}분 {seconds}초 남음</translation>
        </message>
        <message>
            <source>{seconds} s</source>
            <translation>{seconds}초</translation>
        </message>
        <message>
            <source>solving</source>
            <translation>버전 맞추는 중</translation>
        </message>
        <message>
            <source>unpacking</source>
            <translation>압축 푸는 중</translation>
        </message>
        <message>
            <source>linking</source>
            <translation>제자리에 놓는 중</translation>
        </message>
        <message>
            <source>installing</source>
            <translation>설치하는 중</translation>
        </message>
        <message>
            <source>testing</source>
            <translation>점검하는 중</translation>
        </message>
        <message>
            <source>waiting</source>
            <translation>기다리는 중</translation>
        </message>
        <message>
            <source>Welcome</source>
            <translation>환영합니다</translation>
        </message>
        <message>
            <source>Done</source>
            <translation>완료</translation>
        </message>
        <message>
            <source>still to come</source>
            <translation>아직 하지 않음</translation>
        </message>
        <message>
            <source>Step {number} of {count}: {name}, {state}</source>
            <translation>{count}단계 가운데 {number}단계: {name}, {state}</translation>
        </message>
        <message>
            <source>The six steps</source>
            <translation>여섯 단계</translation>
        </message>
        <message>
            <source>done</source>
            <translation>끝남</translation>
        </message>
        <message>
            <source>open now</source>
            <translation>지금 여기</translation>
        </message>
        <message>
            <source>stopped</source>
            <translation>멈춤</translation>
        </message>
        <message>
            <source>Stopped at</source>
            <translation>멈춘 곳</translation>
        </message>
        <message>
            <source>Open the folder</source>
            <translation>폴더 열기</translation>
        </message>
        <message>
            <source>Make a new plan</source>
            <translation>계획 새로 세우기</translation>
        </message>
        <message>
            <source>Choose another folder</source>
            <translation>다른 폴더 고르기</translation>
        </message>
        <message>
            <source>Choose another name</source>
            <translation>다른 이름 고르기</translation>
        </message>
        <message>
            <source>Examine the computer again</source>
            <translation>컴퓨터 다시 검사</translation>
        </message>
        <message>
            <source>Show the log</source>
            <translation>로그 보기</translation>
        </message>
        <message>
            <source>Installing</source>
            <translation>설치하고 있습니다</translation>
        </message>
        <message>
            <source>You can use the trainer meanwhile. If you stop, no download is lost.</source>
            <translation>그동안 훈련 화면을 써도 됩니다. 멈춰도 내려받은 것은 잃지 않습니다.</translation>
        </message>
        <message>
            <source>It is stopping already</source>
            <translation>이미 멈추는 중입니다</translation>
        </message>
        <message>
            <source>Hide the log</source>
            <translation>로그 숨기기</translation>
        </message>
        <message>
            <source>Use the trainer meanwhile</source>
            <translation>그동안 훈련 화면으로</translation>
        </message>
        <message>
            <source>Cancel …</source>
            <translation>취소…</translation>
        </message>
        <message>
            <source>Paused</source>
            <translation>멈춰 두었습니다</translation>
        </message>
        <message>
            <source>Pausing</source>
            <translation>멈추는 중입니다</translation>
        </message>
        <message>
            <source>Cancelling</source>
            <translation>취소하는 중입니다</translation>
        </message>
        <message>
            <source>The install has stopped</source>
            <translation>설치가 멈췄습니다</translation>
        </message>
        <message>
            <source>Nothing is lost. Continue when you like, even tomorrow.</source>
            <translation>잃은 것은 없습니다. 내일이라도 원할 때 이어서 하세요.</translation>
        </message>
        <message>
            <source>Stopping. Everything downloaded is kept.</source>
            <translation>멈추는 중입니다. 내려받은 것은 그대로 둡니다.</translation>
        </message>
        <message>
            <source>Deleting the unfinished environment. Finished downloads stay in the cache.</source>
            <translation>만들다 만 가상환경을 지우는 중입니다. 다 내려받은 파일은 남겨 둡니다.</translation>
        </message>
        <message>
            <source>What was there before is unchanged, and no download is lost.</source>
            <translation>전부터 있던 것은 그대로이고, 내려받은 것도 잃지 않았습니다.</translation>
        </message>
        <message>
            <source>paused</source>
            <translation>멈춰 둠</translation>
        </message>
        <message>
            <source>{count} packages</source>
            <translation>패키지 {count}개</translation>
        </message>
        <message>
            <source>Environment {name}</source>
            <translation>가상환경 {name}</translation>
        </message>
        <message>
            <source>Jupyter and extras</source>
            <translation>Jupyter와 함께 쓸 것</translation>
        </message>
        <message>
            <source>Kernel for Jupyter and VS Code</source>
            <translation>Jupyter와 VS Code의 커널</translation>
        </message>
        <message>
            <source>all here already</source>
            <translation>이미 다 있음</translation>
        </message>
        <message>
            <source>running</source>
            <translation>하는 중</translation>
        </message>
        <message>
            <source>did not work</source>
            <translation>실패</translation>
        </message>
        <message>
            <source>Copy</source>
            <translation>복사</translation>
        </message>
        <message>
            <source>Save as script</source>
            <translation>스크립트로 저장</translation>
        </message>
        <message>
            <source>The whole install</source>
            <translation>설치 전체</translation>
        </message>
        <message>
            <source>shown now</source>
            <translation>지금 보이는 것</translation>
        </message>
        <message>
            <source>At this size the processor is as fast; large networks gain more from {device}.</source>
            <translation>이 크기에서는 CPU도 그만큼 빠릅니다. 큰 신경망일수록 {device}에서 더 빨라집니다.</translation>
        </message>
        <message>
            <source>The processor trains. For small networks that is fast.</source>
            <translation>CPU로 훈련합니다. 작은 신경망에는 충분히 빠릅니다.</translation>
        </message>
        <message>
            <source>One training step is {times} times as fast on {device}.</source>
            <translation>한 스텝이 {device}에서 {times}배 빠릅니다.</translation>
        </message>
        <message>
            <source>The graphics processor did not pass the check; the processor trains.</source>
            <translation>GPU가 점검을 통과하지 못해 CPU로 훈련합니다.</translation>
        </message>
        <message>
            <source>One training step: {times}</source>
            <translation>한 스텝: {times}</translation>
        </message>
        <message>
            <source>Select Kernel</source>
            <translation>커널 선택</translation>
        </message>
        <message>
            <source>Jupyter Kernel …</source>
            <translation>Jupyter 커널…</translation>
        </message>
        <message>
            <source>Python Environments …</source>
            <translation>Python 환경…</translation>
        </message>
        <message>
            <source>From nothing to training with PyTorch</source>
            <translation>PyTorch 설치부터 훈련까지</translation>
        </message>
        <message>
            <source>A conda environment of your own, made step by step and without a terminal. You see every command.</source>
            <translation>나만의 conda 가상환경을 터미널 없이 한 단계씩 만듭니다. 어떤 명령인지도 모두 보여 드립니다.</translation>
        </message>
        <message>
            <source>at {speed} MB/s</source>
            <translation>초당 {speed} MB일 때</translation>
        </message>
        <message>
            <source>about {size}</source>
            <translation>약 {size}</translation>
        </message>
        <message>
            <source>all of it in one folder</source>
            <translation>모두 한 폴더에 들어갑니다</translation>
        </message>
        <message>
            <source>Estimates for this computer; the plan has the exact numbers.</source>
            <translation>이 컴퓨터에서의 어림값입니다. 정확한 수는 계획에서 보여 드립니다.</translation>
        </message>
        <message>
            <source>for the graphics processor</source>
            <translation>GPU용</translation>
        </message>
        <message>
            <source>{amount} is here already and will not be downloaded again.</source>
            <translation>{amount}은(는) 이미 내려받아 두었으며 다시 받지 않습니다.</translation>
        </message>
        <message>
            <source>What is here already will not be downloaded again.</source>
            <translation>이미 내려받은 것은 다시 받지 않습니다.</translation>
        </message>
        <message>
            <source>Time</source>
            <translation>시간</translation>
        </message>
        <message>
            <source>Download</source>
            <translation>내려받기</translation>
        </message>
        <message>
            <source>On disk</source>
            <translation>디스크</translation>
        </message>
        <message>
            <source>Look at this computer</source>
            <translation>컴퓨터 살펴보기</translation>
        </message>
        <message>
            <source>Its graphics processor and driver, memory, disks, conda. Nothing is changed.</source>
            <translation>그래픽카드와 드라이버, 메모리, 디스크, conda를 봅니다. 아무것도 바꾸지 않습니다.</translation>
        </message>
        <message>
            <source>Choose the PyTorch that really runs on it</source>
            <translation>이 컴퓨터에서 실제로 작동하는 PyTorch 고르기</translation>
        </message>
        <message>
            <source>Recommended, with the reason. You may choose another.</source>
            <translation>추천하는 이유도 함께 보여 드립니다. 다른 것을 골라도 됩니다.</translation>
        </message>
        <message>
            <source>Exact packages, sizes, time, and the same commands by hand, before anything is changed.</source>
            <translation>무엇이든 바꾸기 전에 정확한 패키지, 크기, 시간, 같은 일을 하는 명령을 보여 드립니다.</translation>
        </message>
        <message>
            <source>Made aside and moved into place when it works. Pause, cancel and continue at any time.</source>
            <translation>따로 만들어 제대로 작동하면 제자리로 옮깁니다. 언제든 멈추고, 취소하고, 이어서 할 수 있습니다.</translation>
        </message>
        <message>
            <source>Check by training</source>
            <translation>훈련해서 점검하기</translation>
        </message>
        <message>
            <source>It trains on every device, then opens the trainer, Jupyter or VS Code for you.</source>
            <translation>디바이스마다 훈련해 본 다음 훈련 화면, Jupyter, VS Code를 열어 드립니다.</translation>
        </message>
        <message>
            <source>2–10 min</source>
            <translation>2–10분</translation>
        </message>
        <message>
            <source>it depends on the graphics processor</source>
            <translation>GPU에 따라 다릅니다</translation>
        </message>
        <message>
            <source>what is there already is not downloaded again</source>
            <translation>이미 있는 것은 다시 받지 않습니다</translation>
        </message>
        <message>
            <source>The install of {name} was not finished</source>
            <translation>{name} 설치가 끝나지 않았습니다</translation>
        </message>
        <message>
            <source>Continue where it stopped.</source>
            <translation>멈춘 곳에서 이어서 합니다.</translation>
        </message>
        <message>
            <source>Or delete what is there; finished downloads stay for the next time.</source>
            <translation>또는 만들던 것을 지웁니다. 다 내려받은 파일은 다음을 위해 남겨 둡니다.</translation>
        </message>
        <message>
            <source>The unfinished environment is deleted. Downloads are kept for the next time.</source>
            <translation>만들다 만 가상환경을 지웁니다. 내려받은 파일은 다음을 위해 남겨 둡니다.</translation>
        </message>
        <message>
            <source>Where the environment goes</source>
            <translation>가상환경이 놓일 곳</translation>
        </message>
        <message>
            <source>Cancel the install?</source>
            <translation>설치를 취소할까요?</translation>
        </message>
        <message>
            <source>Cancel the install</source>
            <translation>설치 취소</translation>
        </message>
        <message>
            <source>Show</source>
            <translation>보기</translation>
        </message>
        <message>
            <source>{name} is ready.</source>
            <translation>가상환경 {name} 준비가 끝났습니다.</translation>
        </message>
        <message>
            <source>The install of {name} has stopped. {why}</source>
            <translation>{name} 설치가 멈췄습니다. {why}</translation>
        </message>
        <message>
            <source>An install was not finished. It can continue where it stopped; nothing is downloaded twice.</source>
            <translation>끝나지 않은 설치가 있습니다. 멈춘 곳에서 이어서 할 수 있고, 내려받은 것은 다시 받지 않습니다.</translation>
        </message>
        <message>
            <source>Look at it</source>
            <translation>살펴보기</translation>
        </message>
        <message>
            <source>Looking for what can be continued</source>
            <translation>이어서 할 것을 찾는 중입니다</translation>
        </message>
        <message>
            <source>Copy the command shown below the actions</source>
            <translation>아래에 보이는 명령 복사</translation>
        </message>
        <message>
            <source>Deleting what is there; finished downloads stay …</source>
            <translation>만들던 것을 지우는 중입니다. 다 내려받은 파일은 남겨 둡니다…</translation>
        </message>
        <message>
            <source>Existing Jupyter Server …</source>
            <translation>기존 Jupyter 서버…</translation>
        </message>
        <message>
            <source>In a terminal: {command}</source>
            <translation>터미널에서는 {command}</translation>
        </message>
        <message>
            <source>Jupyter and VS Code do not know it yet</source>
            <translation>아직 Jupyter와 VS Code에 등록되지 않았습니다</translation>
        </message>
        <message>
            <source>Notebooks are in {folder}</source>
            <translation>노트북 폴더: {folder}</translation>
        </message>
        <message>
            <source>Open the folder of the notebooks</source>
            <translation>노트북 폴더 열기</translation>
        </message>
        <message>
            <source>Opening VS Code …</source>
            <translation>VS Code를 여는 중입니다…</translation>
        </message>
        <message>
            <source>Opening a terminal …</source>
            <translation>터미널을 여는 중입니다…</translation>
        </message>
        <message>
            <source>Picture of VS Code: 1, press “Select Kernel” at the top right of the notebook; 2, choose Jupyter Kernel; 3, choose {kernel}.</source>
            <translation>VS Code 그림: 1, 노트북 오른쪽 위의 ‘커널 선택’을 누릅니다. 2, ‘Jupyter 커널’을 고릅니다. 3, {kernel} 커널을 고릅니다.</translation>
        </message>
        <message>
            <source>Select a kernel</source>
            <translation>커널 고르기</translation>
        </message>
        <message>
            <source>Starting Jupyter; the browser opens by itself …</source>
            <translation>Jupyter를 시작하는 중입니다. 잠시 뒤 브라우저가 열립니다…</translation>
        </message>
        <message>
            <source>{name} exists already.</source>
            <translation>{name} 가상환경이 이미 있습니다.</translation>
        </message>
        <message>
            <source>You need conda only to type the commands yourself.</source>
            <translation>conda는 명령을 직접 입력할 때만 필요합니다.</translation>
        </message>
        <message>
            <source>What fits this computer</source>
            <translation>이 컴퓨터에 맞는 것</translation>
        </message>
        <message>
            <source>Start the install</source>
            <translation>설치 시작</translation>
        </message>
        <message>
            <source>Opens the folder. Choose the kernel as below.</source>
            <translation>노트북 폴더를 엽니다. 그다음 아래 그림처럼 커널을 고르세요.</translation>
        </message>
        <message>
            <source>Press “Select Kernel” at the notebook’s top right, then Jupyter Kernel, then {kernel}. It needs the extensions Python and Jupyter.</source>
            <translation>노트북을 열고 오른쪽 위의 ‘커널 선택’을 누른 다음 ‘Jupyter 커널’, {kernel} 순서로 고르세요. VS Code에는 Python과 Jupyter 확장이 있어야 합니다.</translation>
        </message>
        <message>
            <source>The environment works anyway.</source>
            <translation>가상환경은 그대로 쓸 수 있습니다.</translation>
        </message>
        <message>
            <source>Environments on this computer …</source>
            <translation>이 컴퓨터의 가상환경…</translation>
        </message>
        <message>
            <source>TorchGarden itself</source>
            <translation>TorchGarden에 들어 있는 것</translation>
        </message>
        <message>
            <source>Train with the PyTorch of</source>
            <translation>훈련에 쓸 PyTorch</translation>
        </message>
        <message>
            <source>The processor trains instead.</source>
            <translation>대신 CPU로 훈련합니다.</translation>
        </message>
        <message>
            <source>{minutes} min left</source>
            <translation>{minutes}분 남음</translation>
        </message>
        <message>
            <source>The installing process was ended. What it had done is kept.</source>
            <translation>설치 프로세스를 끝냈습니다. 그때까지 한 일은 남아 있습니다.</translation>
        </message>
        <message>
            <source>The script could not be saved to {path}. Choose a folder you may write to, on a disk with some space.</source>
            <translation>스크립트를 {path} 위치에 저장하지 못했습니다. 쓸 권한과 남은 공간이 있는 폴더를 고르세요.</translation>
        </message>
        <message>
            <source>Your own files are in {folder}.</source>
            <translation>직접 만든 파일은 이 폴더에 있습니다: {folder}</translation>
        </message>
        <message>
            <source>Yours, not the environment’s: {names}. Files: {count}, {size}. They are moved into a folder beside it.</source>
            <translation>가상환경이 아니라 직접 만든 파일이 있습니다: {names} (파일 {count}개, {size}). 지우지 않고 옆 폴더로 옮깁니다.</translation>
        </message>
        <message>
            <source>Nothing has been changed yet. Download {download}, {disk} on disk once installed, {time}.</source>
            <translation>아직 아무것도 바꾸지 않았습니다. 내려받기 {download}, 설치 후 디스크 {disk}, {time}.</translation>
        </message>
        <message>
            <source>free space unknown</source>
            <translation>여유 공간을 알 수 없음</translation>
        </message>
        <message>
            <source>{free} free</source>
            <translation>여유 {free}</translation>
        </message>
        <message>
            <source>{path}: {need} needed during the install, downloads included</source>
            <translation>{path}: 설치하는 동안 내려받은 파일까지 {need} 필요</translation>
        </message>
        <message>
            <source>Asking every server that packages come from; this takes 20 s at most …</source>
            <translation>패키지를 내려받는 서버를 모두 확인하고 있습니다. 길어도 20초 걸립니다 …</translation>
        </message>
        <message>
            <source>Copy the log</source>
            <translation>로그 복사</translation>
        </message>
        <message>
            <source>Repair it, or make a new environment.</source>
            <translation>복구하거나 새 가상환경을 만드세요.</translation>
        </message>
        <message>
            <source>The log {path} cannot be read.</source>
            <translation>로그 {path}을(를) 읽을 수 없습니다.</translation>
        </message>
        <message>
            <source>What is wrong here?</source>
            <translation>무엇이 문제인가요?</translation>
        </message>
        <message>
            <source>{name} did not pass its check.</source>
            <translation>{name}이(가) 점검을 통과하지 못했습니다.</translation>
        </message>
        <message>
            <source>{name} is being checked …</source>
            <translation>{name}을(를) 점검하고 있습니다 …</translation>
        </message>
        <message>
            <source>{name} trains on this computer’s device.</source>
            <translation>{name}은(는) 이 컴퓨터의 디바이스에서 훈련합니다.</translation>
        </message>
        <message>
            <source>does not work now</source>
            <translation>지금은 쓸 수 없음</translation>
        </message>
    </context>
</TS>
