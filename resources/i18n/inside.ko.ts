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
            <translation>폭 {width:,}에서는 {time} 걸립니다. {least}일 때의 {times}이고, 계산량은 {work:,}배입니다.</translation>
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
        <message>
            <source>0 itself</source>
            <translation>자체 0</translation>
        </message>
        <message>
            <source>API</source>
            <translation>API</translation>
        </message>
        <message>
            <source>Adds a product in place: the running mean of squares. v = βv + (1 − β)g²</source>
            <translation>제자리에서 곱을 더합니다. 제곱의 이동 평균입니다. v = βv + (1 − β)g²</translation>
        </message>
        <message>
            <source>Adds a quotient in place: the update. w = w − η·m/(√v + ε)</source>
            <translation>제자리에서 나눈 값을 더합니다. 갱신입니다. w = w − η·m/(√v + ε)</translation>
        </message>
        <message>
            <source>Adds in place, number by number.</source>
            <translation>숫자마다 제자리에서 더합니다.</translation>
        </message>
        <message>
            <source>Adds number by number.</source>
            <translation>숫자마다 더합니다.</translation>
        </message>
        <message>
            <source>Adds up along a dimension: the gradient of a bias is the sum over the batch.</source>
            <translation>한 차원을 따라 더합니다. 편향의 기울기는 배치에 대한 합입니다.</translation>
        </message>
        <message>
            <source>By layer of the network</source>
            <translation>신경망의 층별 시간</translation>
        </message>
        <message>
            <source>C++: tensors and autograd</source>
            <translation>C++: 텐서와 자동 미분</translation>
        </message>
        <message>
            <source>Click a bar: what called it, what it called and what computes it are shown through all three lanes.</source>
            <translation>막대를 누르면 무엇이 불렀고, 무엇을 불렀고, 무엇이 계산하는지 세 계층에 이어서 보입니다.</translation>
        </message>
        <message>
            <source>Copies numbers into memory that is there.</source>
            <translation>이미 있는 메모리에 숫자를 복사합니다.</translation>
        </message>
        <message>
            <source>Divides in place, number by number.</source>
            <translation>숫자마다 제자리에서 나눕니다.</translation>
        </message>
        <message>
            <source>Engine</source>
            <translation>엔진</translation>
        </message>
        <message>
            <source>Exchanges two dimensions. No number moves.</source>
            <translation>두 차원을 맞바꿉니다. 숫자는 움직이지 않습니다.</translation>
        </message>
        <message>
            <source>Fills with one number.</source>
            <translation>한 숫자로 채웁니다.</translation>
        </message>
        <message>
            <source>Fills with zeros.</source>
            <translation>0으로 채웁니다.</translation>
        </message>
        <message>
            <source>Goes back through the softmax. ∂ = p − 1 at the right class</source>
            <translation>소프트맥스를 거슬러 갑니다. 정답 클래스에서 ∂ = p − 1</translation>
        </message>
        <message>
            <source>Here the kernels compute nearly all the time: a faster device would make the step faster.</source>
            <translation>여기서는 거의 모든 시간을 커널이 계산합니다. 더 빠른 디바이스라면 스텝이 빨라집니다.</translation>
        </message>
        <message>
            <source>How surprised the network is by the right classes. −log p, averaged</source>
            <translation>신경망이 정답에 얼마나 놀라는지입니다. −log p의 평균</translation>
        </message>
        <message>
            <source>In a network this small, preparing takes longer than computing. Widen a layer to 512 and look again: the share of the kernels grows.</source>
            <translation>신경망이 작으면 계산보다 준비가 오래 걸립니다. 층을 512로 늘리고 다시 보세요. 커널의 몫이 커집니다.</translation>
        </message>
        <message>
            <source>Keeps the largest number of each window, and where it was.</source>
            <translation>창마다 가장 큰 숫자와 그 자리를 남깁니다.</translation>
        </message>
        <message>
            <source>Kernels</source>
            <translation>커널</translation>
        </message>
        <message>
            <source>Lets the gradient through where the unit was on.</source>
            <translation>유닛이 켜졌던 곳으로만 기울기를 보냅니다.</translation>
        </message>
        <message>
            <source>Looks at a matrix with rows and columns exchanged. No number moves.</source>
            <translation>행과 열을 바꿔서 봅니다. 숫자는 움직이지 않습니다.</translation>
        </message>
        <message>
            <source>Looks at the same memory in another shape. No number moves.</source>
            <translation>같은 메모리를 다른 모양으로 봅니다. 숫자는 움직이지 않습니다.</translation>
        </message>
        <message>
            <source>Looks at the same memory with other steps. No number moves.</source>
            <translation>같은 메모리를 다른 간격으로 봅니다. 숫자는 움직이지 않습니다.</translation>
        </message>
        <message>
            <source>Makes logarithms of probabilities of the outputs. x − log Σ eˣ</source>
            <translation>출력을 확률의 로그로 바꿉니다. x − log Σ eˣ</translation>
        </message>
        <message>
            <source>Measured, own times. What an op that computes spends in itself counts as its kernel, its dispatch included: the profiler does not tell the two apart.</source>
            <translation>잰 값이고 자체 시간입니다. 계산하는 연산의 자체 시간은 디스패치까지 커널로 셉니다. 프로파일러는 둘을 나누지 않습니다.</translation>
        </message>
        <message>
            <source>Measured, with what looking costs.</source>
            <translation>들여다보는 비용까지 잰 값입니다.</translation>
        </message>
        <message>
            <source>Measured: one of {steps} profiled steps, the middle one. Without the profiler the same step takes {plain}; looking makes it {looked}.</source>
            <translation>잰 값: 프로파일러로 잰 {steps}번 가운데 중간 스텝입니다. 프로파일러 없이는 같은 스텝이 {plain}, 들여다보면 {looked} 걸립니다.</translation>
        </message>
        <message>
            <source>Moves a running mean towards the gradient. m = m + (1 − β)(g − m)</source>
            <translation>이동 평균을 기울기 쪽으로 옮깁니다. m = m + (1 − β)(g − m)</translation>
        </message>
        <message>
            <source>Multiplies in place, number by number.</source>
            <translation>숫자마다 제자리에서 곱합니다.</translation>
        </message>
        <message>
            <source>Multiplies number by number.</source>
            <translation>숫자마다 곱합니다.</translation>
        </message>
        <message>
            <source>Multiplies the input by the weights and adds the bias. y = x·Wᵀ + b</source>
            <translation>입력에 가중치를 곱하고 편향을 더합니다. y = x·Wᵀ + b</translation>
        </message>
        <message>
            <source>Multiplies two matrices and adds the bias. y = b + x·Wᵀ</source>
            <translation>두 행렬을 곱하고 편향을 더합니다. y = b + x·Wᵀ</translation>
        </message>
        <message>
            <source>Multiplies two matrices. C = A·B</source>
            <translation>두 행렬을 곱합니다. C = A·B</translation>
        </message>
        <message>
            <source>One step in three layers</source>
            <translation>세 계층으로 본 한 스텝</translation>
        </message>
        <message>
            <source>Pick a bar</source>
            <translation>막대를 고르세요</translation>
        </message>
        <message>
            <source>Preparing and computing take about as long in a network of this size.</source>
            <translation>이 크기의 신경망에서는 준비와 계산이 비슷하게 걸립니다.</translation>
        </message>
        <message>
            <source>Python: says what, computes nothing</source>
            <translation>파이썬: 말하기만 하고 계산하지 않음</translation>
        </message>
        <message>
            <source>Repeats a dimension without copying. No number moves.</source>
            <translation>복사하지 않고 한 차원을 되풀이합니다. 숫자는 움직이지 않습니다.</translation>
        </message>
        <message>
            <source>Save as a trace that opens in Perfetto.</source>
            <translation>Perfetto에서 열리는 트레이스로 저장합니다.</translation>
        </message>
        <message>
            <source>Save the step</source>
            <translation>스텝 저장</translation>
        </message>
        <message>
            <source>Sets what is below 0 to 0. y = max(0, x)</source>
            <translation>0보다 작은 값을 0으로 만듭니다. y = max(0, x)</translation>
        </message>
        <message>
            <source>Sets what is below a bound to the bound. y = max(bound, x)</source>
            <translation>한계보다 작은 값을 한계로 만듭니다. y = max(한계, x)</translation>
        </message>
        <message>
            <source>Slides filters over the image and adds up products. y = Σ w·x + b</source>
            <translation>필터를 이미지 위로 옮기며 곱을 더합니다. y = Σ w·x + b</translation>
        </message>
        <message>
            <source>Squeezes to between 0 and 1. y = 1 / (1 + e⁻ˣ)</source>
            <translation>0과 1 사이로 줄입니다. y = 1 / (1 + e⁻ˣ)</translation>
        </message>
        <message>
            <source>Squeezes to between −1 and 1. y = tanh(x)</source>
            <translation>−1과 1 사이로 줄입니다. y = tanh(x)</translation>
        </message>
        <message>
            <source>Takes memory and fills it with nothing.</source>
            <translation>메모리를 잡기만 하고 채우지 않습니다.</translation>
        </message>
        <message>
            <source>Takes the logarithm at the right class, averaged over the batch.</source>
            <translation>정답 클래스의 로그를 골라 배치로 평균합니다.</translation>
        </message>
        <message>
            <source>Takes the mean of the batch away and divides by its spread. y = γ·(x − μ)/σ + β</source>
            <translation>배치의 평균을 빼고 표준편차로 나눕니다. y = γ·(x − μ)/σ + β</translation>
        </message>
        <message>
            <source>Takes the square root of each number.</source>
            <translation>숫자마다 제곱근을 구합니다.</translation>
        </message>
        <message>
            <source>The mean of the squared errors. Σ (y − t)² / n</source>
            <translation>오차 제곱의 평균입니다. Σ (y − t)² / n</translation>
        </message>
        <message>
            <source>The same numbers without their history. No number moves.</source>
            <translation>기록 없이 같은 숫자입니다. 숫자는 움직이지 않습니다.</translation>
        </message>
        <message>
            <source>The step as lines of Python</source>
            <translation>파이썬 코드로 본 스텝</translation>
        </message>
        <message>
            <source>The way of one training step through PyTorch’s three layers</source>
            <translation>학습 한 스텝이 PyTorch의 세 계층을 지나는 길</translation>
        </message>
        <message>
            <source>Three layers</source>
            <translation>세 계층</translation>
        </message>
        <message>
            <source>Where the time went</source>
            <translation>시간은 어디로 갔나</translation>
        </message>
        <message>
            <source>derived</source>
            <translation>계산한 값</translation>
        </message>
        <message>
            <source>its partner</source>
            <translation>짝</translation>
        </message>
        <message>
            <source>kernel</source>
            <translation>커널</translation>
        </message>
        <message>
            <source>loss, update and the rest</source>
            <translation>손실, 갱신과 나머지</translation>
        </message>
        <message>
            <source>number type</source>
            <translation>자료형</translation>
        </message>
        <message>
            <source>saved for backward</source>
            <translation>역전파용 저장</translation>
        </message>
        <message>
            <source>taking a step apart …</source>
            <translation>스텝을 나누는 중 …</translation>
        </message>
        <message>
            <source>time</source>
            <translation>시간</translation>
        </message>
        <message>
            <source>what computes</source>
            <translation>실제 계산</translation>
        </message>
        <message>
            <source>{time} itself</source>
            <translation>자체 {time}</translation>
        </message>
        <message>
            <source>As a person writes it, the step ends with exactly the trainer’s own weights (measured).</source>
            <translation>사람이 쓰는 방식으로 해도 스텝의 결과가 훈련 프로세스의 가중치와 똑같습니다(잰 값).</translation>
        </message>
        <message>
            <source>As a person writes it, the step’s weights differ from the trainer’s own by {differs} at most, where it changes them by up to {largest} (measured).</source>
            <translation>사람이 쓰는 방식으로 하면 스텝의 가중치가 훈련 프로세스와 최대 {differs} 다릅니다. 이 스텝은 가중치를 최대 {largest}만큼 바꿉니다(잰 값).</translation>
        </message>
        <message>
            <source>step {step:,} · batch {samples} · {net}</source>
            <translation>스텝 {step:,} · 배치 {samples} · {net}</translation>
        </message>
        <message>
            <source>the training goes on</source>
            <translation>훈련은 계속됩니다</translation>
        </message>
        <message>
            <source>A copy will be on the bench under this name. What you change in it changes nothing in the training.</source>
            <translation>이 이름으로 복사본이 텐서 탭에 놓입니다. 복사본을 바꿔도 훈련은 달라지지 않습니다.</translation>
        </message>
        <message>
            <source>A line is still running, so {of} was not opened. Stop the line first.</source>
            <translation>아직 실행 중인 줄이 있어서 {of} 열기를 하지 않았습니다. 먼저 그 줄을 멈추세요.</translation>
        </message>
        <message>
            <source>Inputs of the next batch</source>
            <translation>다음 배치의 입력</translation>
        </message>
        <message>
            <source>Open {of} in Tensors</source>
            <translation>텐서에서 {of} 열기</translation>
        </message>
        <message>
            <source>Output for the next batch</source>
            <translation>다음 배치에 대한 출력</translation>
        </message>
        <message>
            <source>Targets of the next batch</source>
            <translation>다음 배치의 정답</translation>
        </message>
        <message>
            <source>The layer is gone by now, so {name} was not opened.</source>
            <translation>그 층이 이제 없어서 {name} 열기를 하지 못했습니다.</translation>
        </message>
        <message>
            <source>gradient: {of}</source>
            <translation>기울기: {of}</translation>
        </message>
        <message>
            <source>A parameter: a tensor with requires_grad, at which the graph ends.</source>
            <translation>매개변수: requires_grad가 켜진 텐서이고, 그래프가 여기서 끝납니다.</translation>
        </message>
        <message>
            <source>Adds the gradient that arrives to the parameter’s .grad. It belongs to the parameter, not to the step: PyTorch may use it again.</source>
            <translation>도착한 기울기를 매개변수의 .grad에 더합니다. 스텝이 아니라 매개변수에 속하므로 PyTorch가 다시 쓸 수 있습니다.</translation>
        </message>
        <message>
            <source>As the trainer plays it</source>
            <translation>훈련 프로세스가 하는 대로</translation>
        </message>
        <message>
            <source>Autograd graph</source>
            <translation>자동 미분 그래프</translation>
        </message>
        <message>
            <source>Click a node or an op: the other of the pair is marked too. Arrow keys go from one to the next.</source>
            <translation>그래프 노드나 연산을 누르면 그 짝도 표시됩니다. 화살표 키로 옆으로 옮겨 갑니다.</translation>
        </message>
        <message>
            <source>Edit the network on the page Train and come back: the next step’s graph will be another one. That is why a network can change while it trains.</source>
            <translation>훈련 페이지에서 신경망을 수정하고 돌아오세요. 다음 스텝의 그래프는 다른 그래프입니다. 그래서 신경망이 훈련 중에 바뀔 수 있습니다.</translation>
        </message>
        <message>
            <source>Forward</source>
            <translation>순전파</translation>
        </message>
        <message>
            <source>Forward →</source>
            <translation>순전파 →</translation>
        </message>
        <message>
            <source>Here both take about as long: what computes is nearly everything.</source>
            <translation>여기서는 둘이 걸리는 시간이 비슷합니다. 거의 전부 계산 시간입니다.</translation>
        </message>
        <message>
            <source>It is another graph than before the last edit ({before}): {new} nodes are new (+), {gone} gone (−), {resized} have other shapes (≠), {same} are as before; that graph is built again from the plan of then. That is why a network can change while it trains.</source>
            <translation>마지막 수정 전({before})과 다른 그래프입니다. 새 그래프 노드(+) {new}개, 없어진 것(−) {gone}개, 모양이 바뀐 것(≠) {resized}개, 그대로인 것 {same}개. 이전 그래프는 그때의 설계로 다시 만든 것입니다. 그래서 신경망이 훈련 중에 바뀔 수 있습니다.</translation>
        </message>
        <message>
            <source>Key: G</source>
            <translation>키: G</translation>
        </message>
        <message>
            <source>Measured: after {steps} such steps, a weight differs from the trainer’s own by {differs} at most.</source>
            <translation>잰 값: 이런 스텝 {steps}번 뒤 가중치가 훈련 프로세스의 것과 최대 {differs} 다릅니다.</translation>
        </message>
        <message>
            <source>Measured: taken twice, the step has two graphs ({first}, then {second}), and not one op’s node is the same object.</source>
            <translation>잰 값: 같은 스텝을 두 번 하면 그래프도 둘입니다({first}, 다음에 {second}). 연산 노드 가운데 같은 객체는 하나도 없습니다.</translation>
        </message>
        <message>
            <source>Measured: taken twice, the step has two graphs ({first}, then {second}), and {met} of their nodes are the same objects.</source>
            <translation>잰 값: 같은 스텝을 두 번 하면 그래프도 둘입니다({first}, 다음에 {second}). 그래프 노드 {met}개는 같은 객체입니다.</translation>
        </message>
        <message>
            <source>Measured: {steps} such steps end with exactly the weights of the trainer’s own.</source>
            <translation>잰 값: 이런 스텝 {steps}번 뒤의 가중치는 훈련 프로세스의 것과 똑같습니다.</translation>
        </message>
        <message>
            <source>PyTorch wrote this graph while the step went forward, and backward() throws it away: {ops} nodes for ops, {leaves} for parameters.</source>
            <translation>PyTorch가 순전파를 하면서 이 그래프를 적었고, backward()가 쓰고 버립니다. 연산 노드 {ops}개, 매개변수 노드 {leaves}개.</translation>
        </message>
        <message>
            <source>Python between calls</source>
            <translation>호출 사이의 파이썬</translation>
        </message>
        <message>
            <source>Save the picture</source>
            <translation>그림 저장</translation>
        </message>
        <message>
            <source>Save the picture as PNG or SVG.</source>
            <translation>그림을 PNG나 SVG로 저장합니다.</translation>
        </message>
        <message>
            <source>The autograd graph</source>
            <translation>자동 미분 그래프</translation>
        </message>
        <message>
            <source>The autograd graph of one step</source>
            <translation>한 스텝의 자동 미분 그래프</translation>
        </message>
        <message>
            <source>The last edit left the graph as it was: only numbers and settings changed.</source>
            <translation>마지막 수정은 그래프를 그대로 두었습니다. 숫자와 설정만 바뀌었습니다.</translation>
        </message>
        <message>
            <source>The trainer</source>
            <translation>훈련 프로세스</translation>
        </message>
        <message>
            <source>The trainer lets the device play a graph: nothing is called one by one.</source>
            <translation>훈련 프로세스는 디바이스에 그래프 재생을 맡깁니다. 하나씩 부르는 것이 없습니다.</translation>
        </message>
        <message>
            <source>The trainer plays a recording of the operations: no Python, no modules, no autograd.</source>
            <translation>훈련 프로세스는 적어 둔 연산을 그대로 재생합니다. 파이썬도 모듈도 자동 미분도 없습니다.</translation>
        </message>
        <message>
            <source>The way back through {op}: from the gradient of what {op} gave, it makes the gradient of what {op} took.</source>
            <translation>{op} 연산을 거슬러 갑니다. 결과의 기울기로 입력의 기울기를 만듭니다.</translation>
        </message>
        <message>
            <source>There are more nodes than the {count} shown.</source>
            <translation>보이는 {count}개보다 그래프 노드가 더 많습니다.</translation>
        </message>
        <message>
            <source>Time axis</source>
            <translation>시간 축</translation>
        </message>
        <message>
            <source>What disappears</source>
            <translation>사라지는 것</translation>
        </message>
        <message>
            <source>What disappears when the trainer takes the same step. Key: T</source>
            <translation>훈련 프로세스가 같은 스텝을 할 때 사라지는 것. 키: T</translation>
        </message>
        <message>
            <source>autograd’s nodes</source>
            <translation>그래프 노드</translation>
        </message>
        <message>
            <source>autograd’s number</source>
            <translation>자동 미분 번호</translation>
        </message>
        <message>
            <source>building the graph …</source>
            <translation>그래프를 만드는 중 …</translation>
        </message>
        <message>
            <source>calls, counted</source>
            <translation>호출(센 값)</translation>
        </message>
        <message>
            <source>edit</source>
            <translation>수정</translation>
        </message>
        <message>
            <source>gone since the last edit</source>
            <translation>마지막 수정으로 없어짐</translation>
        </message>
        <message>
            <source>input</source>
            <translation>입력</translation>
        </message>
        <message>
            <source>made by</source>
            <translation>만든 연산</translation>
        </message>
        <message>
            <source>module calls</source>
            <translation>모듈 호출</translation>
        </message>
        <message>
            <source>new since the last edit</source>
            <translation>마지막 수정으로 생김</translation>
        </message>
        <message>
            <source>no gradient</source>
            <translation>기울기 없음</translation>
        </message>
        <message>
            <source>no gradient needed</source>
            <translation>기울기가 필요 없음</translation>
        </message>
        <message>
            <source>only in the trainer’s step</source>
            <translation>훈련 프로세스의 스텝에만 있음</translation>
        </message>
        <message>
            <source>ops that compute</source>
            <translation>계산하는 연산</translation>
        </message>
        <message>
            <source>other shapes since the last edit</source>
            <translation>마지막 수정으로 모양이 바뀜</translation>
        </message>
        <message>
            <source>parameter</source>
            <translation>매개변수</translation>
        </message>
        <message>
            <source>part of the step</source>
            <translation>스텝의 부분</translation>
        </message>
        <message>
            <source>passes gradients on to</source>
            <translation>기울기를 넘기는 곳</translation>
        </message>
        <message>
            <source>shape</source>
            <translation>모양</translation>
        </message>
        <message>
            <source>the same step as it plays it</source>
            <translation>같은 스텝을 이렇게 합니다</translation>
        </message>
        <message>
            <source>the same step as the trainer plays it: {time}, without the profiler {plain}</source>
            <translation>훈련 프로세스가 하는 같은 스텝: {time}, 프로파일러 없이 {plain}</translation>
        </message>
        <message>
            <source>the update</source>
            <translation>갱신</translation>
        </message>
        <message>
            <source>the whole step</source>
            <translation>스텝 전체</translation>
        </message>
        <message>
            <source>time, profiled</source>
            <translation>시간(프로파일러)</translation>
        </message>
        <message>
            <source>views and memory</source>
            <translation>뷰와 메모리</translation>
        </message>
        <message>
            <source>with {count} more</source>
            <translation>외 {count}개</translation>
        </message>
        <message>
            <source>{alike} of its {count} calls are in both steps (filled); what is hollow is in one only.</source>
            <translation>호출 {count}개 가운데 {alike}개는 두 스텝에 다 있고(채운 막대), 속이 빈 것은 한쪽에만 있습니다.</translation>
        </message>
        <message>
            <source>{layer}, removed</source>
            <translation>{layer}, 제거됨</translation>
        </message>
        <message>
            <source>← Backward</source>
            <translation>← 역전파</translation>
        </message>
        <message>
            <source>The operations are called one by one, without modules and without autograd.</source>
            <translation>모듈도 자동 미분도 없이 연산을 하나씩 부릅니다.</translation>
        </message>
        <message>
            <source>Measured own times, forward + backward; they add up to the whole step.</source>
            <translation>잰 자체 시간, 순전파 + 역전파. 모두 더하면 스텝 전체입니다.</translation>
        </message>
        <message>
            <source>arithmetic, derived from the shapes</source>
            <translation>연산량(모양에서 계산)</translation>
        </message>
        <message>
            <source>dispatch keys, by the dispatcher’s table</source>
            <translation>디스패치 키(디스패처의 표)</translation>
        </message>
        <message>
            <source>own time, measured</source>
            <translation>자체 시간(잰 값)</translation>
        </message>
        <message>
            <source>{time} by its own line, in the counted pass</source>
            <translation>자체 출력으로 {time}(호출을 센 스텝에서)</translation>
        </message>
        <message>
            <source>The profiler tells nothing of what the device plays here.</source>
            <translation>여기서는 디바이스가 재생하는 것을 프로파일러가 알려 주지 않습니다.</translation>
        </message>
        <message>
            <source>the same step as the trainer plays it, without the profiler: {plain}</source>
            <translation>훈련 프로세스가 하는 같은 스텝, 프로파일러 없이: {plain}</translation>
        </message>
        <message>
            <source>a layer of {width} units · {device}</source>
            <translation>유닛 {width}개인 층 · {device}</translation>
        </message>
        <message>
            <source>copies · {device}</source>
            <translation>복사 · {device}</translation>
        </message>
        <message>
            <source>your network · {device}</source>
            <translation>지금 신경망 · {device}</translation>
        </message>
        <message>
            <source>{n} ×</source>
            <translation>{n}배</translation>
        </message>
        <message>
            <source>Other programs had the processor meanwhile, so some bar may be too long: take the newest step when it is calm.</source>
            <translation>그동안 다른 프로그램이 CPU를 써서 어떤 막대는 너무 길 수 있습니다. 조용할 때 지금 스텝으로 다시 보세요.</translation>
        </message>
        <message>
            <source>what plays the operations</source>
            <translation>연산을 재생하는 쪽</translation>
        </message>
        <message>
            <source>Of {whole}, {saved} disappear, most of it here: {part} ({most}).</source>
            <translation>{whole} 가운데 {saved}만큼 사라집니다. 가장 많이 사라진 곳: {part}({most}).</translation>
        </message>
    </context>
</TS>
