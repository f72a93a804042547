<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ko_KR">
    <context>
        <name>TorchGarden</name>
        <message>
            <source>A product of two matrices: times as fast as float32, and how far its result is from float64’s. Measured.</source>
            <translation>두 행렬의 곱: float32보다 몇 배 빠른지, 결과가 float64와 얼마나 다른지 잰 값입니다.</translation>
        </message>
        <message>
            <source>A recording holds no tensors. Open a run to look inside.</source>
            <translation>녹화에는 텐서가 없습니다. 들여다보려면 기록을 여세요.</translation>
        </message>
        <message>
            <source>A step of one layer: who is faster, and from where on?</source>
            <translation>층 하나의 스텝: 누가 더 빠르고, 어디부터 빠를까?</translation>
        </message>
        <message>
            <source>At {width:,} it takes {time}, {times} the time of {least}, for {work:,} × the arithmetic.</source>
            <translation>폭 {width:,}에서는 {time} 걸립니다. {least}일 때의 {times}이고, 계산량은 {work:,} ×입니다.</translation>
        </message>
        <message>
            <source>At {width:,} {device} is {times} as fast.</source>
            <translation>폭 {width:,}에서는 {device}의 속도가 {times}입니다.</translation>
        </message>
        <message>
            <source>Below a width of about {width:,} the processor wins: starting a kernel of {device} takes longer than the arithmetic.</source>
            <translation>폭이 약 {width:,}보다 좁으면 프로세서가 이깁니다. {device} 커널을 시작하는 데 계산보다 오래 걸리기 때문입니다.</translation>
        </message>
        <message>
            <source>CPU and GPU</source>
            <translation>CPU와 GPU</translation>
        </message>
        <message>
            <source>For your network one thread is fastest: handing out the work takes longer than doing it.</source>
            <translation>이 신경망에는 스레드 하나가 가장 빠릅니다. 일을 나누는 데 하는 것보다 오래 걸리기 때문입니다.</translation>
        </message>
        <message>
            <source>For your network {count} threads are fastest.</source>
            <translation>이 신경망에는 스레드 {count}개가 가장 빠릅니다.</translation>
        </message>
        <message>
            <source>Forward, backward and update of one dense layer, batch {batch}, float32. Measured: medians of up to 21 runs with their quartiles. The ring is your network, at the width of the layer with as many multiply-adds (derived).</source>
            <translation>완전연결층 하나의 순전파·역전파·갱신, 배치 {batch}, float32. 최대 21번 잰 중앙값과 사분위수입니다. 동그라미는 지금 신경망이고, 곱셈·덧셈 수가 같은 층의 폭에 놓였습니다(폭은 계산한 값).</translation>
        </message>
        <message>
            <source>It could not be saved.</source>
            <translation>저장할 수 없었습니다.</translation>
        </message>
        <message>
            <source>Looking inside has ended; the training goes on.</source>
            <translation>들여다보기가 끝났습니다. 훈련은 계속됩니다.</translation>
        </message>
        <message>
            <source>Measure</source>
            <translation>재기</translation>
        </message>
        <message>
            <source>Measure again</source>
            <translation>다시 재기</translation>
        </message>
        <message>
            <source>Measured. Move data once, not in every step.</source>
            <translation>잰 값입니다. 데이터는 스텝마다가 아니라 한 번만 옮기세요.</translation>
        </message>
        <message>
            <source>Moving a tensor costs too</source>
            <translation>텐서를 옮기는 데도 시간이 듭니다</translation>
        </message>
        <message>
            <source>Not measured: {what}.</source>
            <translation>재지 못한 것: {what}.</translation>
        </message>
        <message>
            <source>Nothing has been measured yet.</source>
            <translation>아직 잰 것이 없습니다.</translation>
        </message>
        <message>
            <source>Number types</source>
            <translation>자료형</translation>
        </message>
        <message>
            <source>On a GPU a line torch.cuda.synchronize() belongs before the last: the GPU works on while Python goes on, and only the asking would be timed.</source>
            <translation>GPU에서는 마지막 줄 앞에 torch.cuda.synchronize()가 있어야 합니다. 파이썬이 먼저 지나가도 GPU는 계속 일하므로, 없으면 시키는 시간만 재게 됩니다.</translation>
        </message>
        <message>
            <source>One layer in nine widths, forward, backward and update, on every device that PyTorch sees here. It takes about ten seconds; a training that runs waits.</source>
            <translation>층 하나를 아홉 가지 폭으로, PyTorch가 여기서 찾은 모든 디바이스에서 순전파·역전파·갱신까지 잽니다. 10초쯤 걸리고, 그동안 훈련은 기다립니다.</translation>
        </message>
        <message>
            <source>Picture</source>
            <translation>그림</translation>
        </message>
        <message>
            <source>Save the chart</source>
            <translation>그래프 저장</translation>
        </message>
        <message>
            <source>Save the chart as a picture.</source>
            <translation>그래프를 그림으로 저장합니다.</translation>
        </message>
        <message>
            <source>Save the numbers</source>
            <translation>숫자 저장</translation>
        </message>
        <message>
            <source>Save the numbers as a table.</source>
            <translation>숫자를 표로 저장합니다.</translation>
        </message>
        <message>
            <source>Saved.</source>
            <translation>저장했습니다.</translation>
        </message>
        <message>
            <source>Stop</source>
            <translation>멈추기</translation>
        </message>
        <message>
            <source>Take up the training as it stands now.</source>
            <translation>훈련의 지금 모습을 가져옵니다.</translation>
        </message>
        <message>
            <source>The results could not be kept.</source>
            <translation>결과를 남겨 둘 수 없었습니다.</translation>
        </message>
        <message>
            <source>The same in Python</source>
            <translation>파이썬으로 쓰면</translation>
        </message>
        <message>
            <source>The sigmoid of 65,536 numbers by PyTorch’s own loop, compiled three ways. Measured in processes apart.</source>
            <translation>숫자 65,536개의 시그모이드를 세 가지로 컴파일된 PyTorch의 루프로 따로 띄운 프로세스에서 잰 값입니다.</translation>
        </message>
        <message>
            <source>The training is being taken up …</source>
            <translation>훈련을 가져오는 중 …</translation>
        </message>
        <message>
            <source>This PyTorch sees no GPU here. With one, its line would stand beside this one; none is guessed.</source>
            <translation>이 PyTorch는 여기서 GPU를 찾지 못했습니다. 있으면 그 선이 옆에 그려집니다. 짐작으로 그리지는 않습니다.</translation>
        </message>
        <message>
            <source>Threads of the processor</source>
            <translation>프로세서 스레드</translation>
        </message>
        <message>
            <source>Time of a step over the width of a layer</source>
            <translation>층의 폭에 따른 스텝 시간</translation>
        </message>
        <message>
            <source>Up to a width of {width:,} a step on the processor takes hardly longer than at {least}: starting the operations costs more than the arithmetic.</source>
            <translation>폭 {width:,}까지는 프로세서의 스텝 시간이 {least}일 때와 거의 같습니다. 계산보다 연산을 시작하는 데 더 걸리기 때문입니다.</translation>
        </message>
        <message>
            <source>Vector width and starting</source>
            <translation>벡터 폭과 시작 비용</translation>
        </message>
        <message>
            <source>What this says</source>
            <translation>읽는 법</translation>
        </message>
        <message>
            <source>Without synchronize() only the asking is timed: the GPU works on while Python goes on.</source>
            <translation>synchronize()가 없으면 시키는 시간만 재게 됩니다. 파이썬이 먼저 지나가도 GPU는 계속 일합니다.</translation>
        </message>
        <message>
            <source>Your network ({net}) takes {time} a step on {device}.</source>
            <translation>지금 신경망({net})은 {device}에서 한 스텝에 {time} 걸립니다.</translation>
        </message>
        <message>
            <source>from here on it is faster</source>
            <translation>여기부터 더 빠름</translation>
        </message>
        <message>
            <source>no vectors of its own</source>
            <translation>벡터 없이</translation>
        </message>
        <message>
            <source>off by {share}</source>
            <translation>오차 {share}</translation>
        </message>
        <message>
            <source>step {step:,} · batch {samples} · {net} · the training goes on</source>
            <translation>스텝 {step:,} · 배치 {samples} · {net} · 훈련은 계속됩니다</translation>
        </message>
        <message>
            <source>the smallest operation · {device}</source>
            <translation>가장 작은 연산 · {device}</translation>
        </message>
        <message>
            <source>the training waits</source>
            <translation>훈련은 기다림</translation>
        </message>
        <message>
            <source>width of the layer</source>
            <translation>층의 폭</translation>
        </message>
        <message>
            <source>width {width:,}</source>
            <translation>폭 {width:,}</translation>
        </message>
        <message>
            <source>your network</source>
            <translation>지금 신경망</translation>
        </message>
        <message>
            <source>your network {times}</source>
            <translation>지금 신경망 {times}</translation>
        </message>
        <message>
            <source>{count} threads</source>
            <translation>스레드 {count}개</translation>
        </message>
        <message>
            <source>{device} is not faster at any width measured.</source>
            <translation>{device}는(은) 잰 어느 폭에서도 더 빠르지 않습니다.</translation>
        </message>
        <message>
            <source>Newest step</source>
            <translation>지금 스텝으로</translation>
        </message>
        <message>
            <source>Nothing is being trained. Start a training, then come back.</source>
            <translation>훈련 중인 것이 없습니다. 훈련을 시작하고 다시 오세요.</translation>
        </message>
        <message>
            <source>On {machine} with PyTorch {torch}.</source>
            <translation>{machine}, PyTorch {torch}에서.</translation>
        </message>
        <message>
            <source>backward</source>
            <translation>역전파</translation>
        </message>
        <message>
            <source>forward</source>
            <translation>순전파</translation>
        </message>
        <message>
            <source>update</source>
            <translation>갱신</translation>
        </message>
    </context>
</TS>
