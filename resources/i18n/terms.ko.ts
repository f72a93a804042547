<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ko_KR">
    <context>
        <name>TorchGarden</name>
        <message>
            <source>1,797 digits written by hand, 64 pixels each, ten classes. Learned in seconds; a straight line already gets most of them right.</source>
            <translation>손으로 쓴 숫자 1,797개이며 픽셀은 64개, 클래스는 열 개입니다. 몇 초면 배우고, 직선만으로도 대부분 맞힙니다.</translation>
        </message>
        <message>
            <source>5,000 of the best known images of machine learning, 784 pixels each, ten classes. Here convolutions begin to pay.</source>
            <translation>기계 학습에서 가장 잘 알려진 이미지 5,000개이며 픽셀은 784개, 클래스는 열 개입니다. 여기서부터 합성곱의 효과가 나타납니다.</translation>
        </message>
        <message>
            <source>A GPU does thousands of small computations at once, which is what gradients need. PyTorch reaches it through CUDA and cuDNN, ROCm, MPS or XPU.</source>
            <translation>GPU는 작은 계산 수천 개를 한꺼번에 하며, 기울기를 구하는 데 꼭 맞습니다. PyTorch는 CUDA와 cuDNN, ROCm, MPS, XPU를 통해 GPU를 씁니다.</translation>
        </message>
        <message>
            <source>A few layers whose result is added to their own input, so that they only need to learn a correction. Gradients pass by them unhindered, which makes very deep networks possible.</source>
            <translation>몇 개의 층을 지난 결과를 그 입력에 더합니다. 그래서 고칠 점만 배우면 됩니다. 기울기가 막힘없이 지나가 아주 깊은 신경망도 훈련할 수 있습니다.</translation>
        </message>
        <message>
            <source>A folder with its own Python and its own packages. What you install in one changes nothing in another, so each course or project can have what it needs.</source>
            <translation>자기만의 Python과 패키지가 든 폴더입니다. 하나에 설치해도 다른 곳은 바뀌지 않아, 강의나 프로젝트마다 필요한 것을 갖출 수 있습니다.</translation>
        </message>
        <message>
            <source>A frozen layer or unit keeps its weights as they are while the others learn. So it is seen what the rest can do with it.</source>
            <translation>고정한 층이나 유닛은 다른 것이 배우는 동안 가중치를 그대로 유지합니다. 나머지가 그것으로 무엇을 할 수 있는지 볼 수 있습니다.</translation>
        </message>
        <message>
            <source>A layer between input and output, each of whose units is joined to all units before it. Hidden layers turn the input into features from which the output is easy.</source>
            <translation>입력과 출력 사이의 층이며, 유닛마다 앞 층의 모든 유닛과 이어져 있습니다. 입력을 답하기 쉬운 특징으로 바꿉니다.</translation>
        </message>
        <message>
            <source>A list of every package with its exact version and checksum. With it the same environment can be made again, today or in a year.</source>
            <translation>모든 패키지의 정확한 버전과 검사합을 적은 목록입니다. 이것으로 오늘이든 1년 뒤든 똑같은 가상환경을 다시 만들 수 있습니다.</translation>
        </message>
        <message>
            <source>A relu with a soft corner: small negative values come through a little. Usual in large language networks.</source>
            <translation>모서리가 부드러운 relu입니다. 0에 가까운 음수를 조금 통과시킵니다. 큰 언어 신경망에서 흔히 씁니다.</translation>
        </message>
        <message>
            <source>A small window of weights slides over the image, the same weights everywhere. It finds a feature wherever it is, with few parameters.</source>
            <translation>가중치로 된 작은 창이 이미지 위를 미끄러지며, 어디에서나 같은 가중치를 씁니다. 적은 매개변수로 특징을 위치와 상관없이 찾습니다.</translation>
        </message>
        <message>
            <source>A surface of hills and hollows, so that the value depends on both coordinates together. It needs a hidden layer.</source>
            <translation>언덕과 골짜기로 된 곡면이라 값이 두 좌표에 함께 달려 있습니다. 은닉층이 필요합니다.</translation>
        </message>
        <message>
            <source>A unit (neuron) adds up its weighted inputs and its bias and applies the activation function. More units can tell more things apart, and can also learn more by heart.</source>
            <translation>유닛(뉴런)은 입력에 가중치를 곱해 더하고 편향을 더한 다음 활성화 함수를 적용합니다. 많을수록 더 많은 것을 구별하지만 더 많이 외울 수도 있습니다.</translation>
        </message>
        <message>
            <source>A unit whose output is zero for every sample: it adds nothing, and as its gradient is zero too it cannot come back by itself. Renew it, prune it, or take a smaller learning rate.</source>
            <translation>모든 표본에서 출력이 0인 유닛입니다. 보태는 것이 없고 기울기도 0이라 스스로 돌아오지 못합니다. 초기화하거나 가지치기하거나 학습률을 낮추세요.</translation>
        </message>
        <message>
            <source>A value that rises evenly in one direction. A network without a hidden layer learns it exactly.</source>
            <translation>한 방향으로 고르게 커지는 값입니다. 은닉층 없는 신경망도 정확히 배웁니다.</translation>
        </message>
        <message>
            <source>A wheel is a finished package as PyTorch itself publishes it; a conda package is the same made by the conda-forge community. Both work in a conda environment.</source>
            <translation>wheel은 PyTorch가 직접 배포하는 완성된 패키지이고, conda 패키지는 conda-forge 커뮤니티가 만든 같은 것입니다. 둘 다 conda 가상환경에서 작동합니다.</translation>
        </message>
        <message>
            <source>A window in which commands are typed. It opens with the environment active, so python and pip are the environment's own.</source>
            <translation>명령을 입력하는 창입니다. 가상환경이 활성화된 채로 열리므로 python과 pip이 그 가상환경의 것입니다.</translation>
        </message>
        <message>
            <source>Activation function</source>
            <translation>활성화 함수</translation>
        </message>
        <message>
            <source>Adam that never forgets the largest squared gradient it has seen. Its steps can only become more careful.</source>
            <translation>지금까지 본 가장 큰 제곱 기울기를 잊지 않는 Adam입니다. 그래서 스텝이 갈수록 신중해집니다.</translation>
        </message>
        <message>
            <source>Adam with weight decay done beside the gradient, not through it. The usual choice for large networks.</source>
            <translation>가중치 감쇠를 기울기에 섞지 않고 따로 적용하는 Adam입니다. 큰 신경망에 흔히 씁니다.</translation>
        </message>
        <message>
            <source>Adds the weights' absolute values to the loss and so pulls small ones all the way to zero. Few stay in use, and you see which inputs matter.</source>
            <translation>가중치의 절댓값을 손실에 더해서 작은 가중치를 0까지 당깁니다. 적은 수만 남아 어떤 입력이 중요한지 보입니다.</translation>
        </message>
        <message>
            <source>Adds units to a layer while it trains. The new ones begin so that the network computes exactly what it did, and then they learn.</source>
            <translation>훈련하는 동안 층에 유닛을 더합니다. 새 유닛은 신경망의 계산을 바꾸지 않는 값에서 시작해 이어서 배웁니다.</translation>
        </message>
        <message>
            <source>All numbers that are learned: weights and biases. Two layers of 64 and 32 units are joined by 64 × 32 weights and 32 biases.</source>
            <translation>훈련으로 배우는 모든 수, 곧 가중치와 편향입니다. 유닛이 64개인 층과 32개인 층 사이에는 가중치 64 × 32개와 편향 32개가 있습니다.</translation>
        </message>
        <message>
            <source>Back to step 0: the network begins again as it was before its first step. The same initial weights give the same training again.</source>
            <translation>0스텝으로 돌아가 신경망이 첫 스텝 전의 모습으로 다시 시작합니다. 초기 가중치가 같으면 같은 훈련이 되풀이됩니다.</translation>
        </message>
        <message>
            <source>Batch norm</source>
            <translation>배치 정규화</translation>
        </message>
        <message>
            <source>Bends values into the range from 0 to 1, like a switch that turns on slowly. Its slope is at most ¼, so gradients vanish after a few layers.</source>
            <translation>값을 0에서 1 사이로 구부립니다. 서서히 켜지는 스위치와 같습니다. 기울기가 많아야 ¼이라 층이 몇 개만 되어도 기울기가 소실됩니다.</translation>
        </message>
        <message>
            <source>Bends values into the range from −1 to 1. Smooth, good for small networks on points; in deep ones the gradient vanishes.</source>
            <translation>값을 −1에서 1 사이로 부드럽게 구부립니다. 점을 다루는 작은 신경망에 좋고, 깊은 신경망에서는 기울기가 소실됩니다.</translation>
        </message>
        <message>
            <source>Brings each unit's values in a batch to mean 0 and spread 1, then scales them by two learned numbers. Deep networks learn faster and take larger learning rates.</source>
            <translation>배치 안에서 유닛의 값을 평균 0, 퍼짐 1로 맞춘 다음 배운 두 수로 크기를 조절합니다. 깊은 신경망이 더 빨리 배우고 더 큰 학습률을 견딥니다.</translation>
        </message>
        <message>
            <source>Dead unit</source>
            <translation>죽은 유닛</translation>
        </message>
        <message>
            <source>Device</source>
            <translation>디바이스</translation>
        </message>
        <message>
            <source>Divergence</source>
            <translation>발산</translation>
        </message>
        <message>
            <source>Divides each gradient by its usual size, so that steep and flat directions get steps alike. Adam is this with a memory of the direction.</source>
            <translation>기울기를 평소의 크기로 나누어, 가파른 방향과 완만한 방향을 비슷하게 움직입니다. 여기에 방향의 기억을 더한 것이 Adam입니다.</translation>
        </message>
        <message>
            <source>Dropout</source>
            <translation>드롭아웃</translation>
        </message>
        <message>
            <source>Environment</source>
            <translation>가상환경</translation>
        </message>
        <message>
            <source>Epoch</source>
            <translation>에포크</translation>
        </message>
        <message>
            <source>Every edit and every changed setting, with the step at which it happened. The same marks stand in both charts.</source>
            <translation>모든 수정과 설정 변경을 일어난 스텝과 함께 보여 줍니다. 두 그래프에도 같은 표시가 있습니다.</translation>
        </message>
        <message>
            <source>Every word has two sentences.</source>
            <translation>용어마다 두 문장으로 설명합니다.</translation>
        </message>
        <message>
            <source>For each weight, how much the loss changes when that weight changes a little. Backpropagation computes it for all weights at once, from the output back to the input.</source>
            <translation>가중치를 조금 바꾸면 손실이 얼마나 바뀌는지를 가중치마다 나타낸 것입니다. 역전파가 출력에서 입력 쪽으로 거슬러 가며 모든 가중치의 기울기를 한꺼번에 구합니다.</translation>
        </message>
        <message>
            <source>For how many steps new units learn at a rising learning rate. It lets them find their place without disturbing what is there.</source>
            <translation>새 유닛의 학습률을 몇 스텝에 걸쳐 올릴지 정합니다. 이미 배운 것을 흔들지 않고 자리를 잡게 합니다.</translation>
        </message>
        <message>
            <source>Gradient</source>
            <translation>기울기</translation>
        </message>
        <message>
            <source>Hidden layer</source>
            <translation>은닉층</translation>
        </message>
        <message>
            <source>How far each step moves the weights along the gradient, written η. Too small learns slowly; too large jumps about or diverges.</source>
            <translation>한 스텝에 가중치를 기울기 방향으로 얼마나 움직일지 정하는 값이며 η로 씁니다. 너무 작으면 느리게 배우고, 너무 크면 튀거나 발산합니다.</translation>
        </message>
        <message>
            <source>How far points are moved at random from where they belong. A network that follows the noise is overfitting.</source>
            <translation>점들이 제자리에서 얼마나 무작위로 벗어나는지입니다. 잡음까지 따라가는 신경망은 과적합된 것입니다.</translation>
        </message>
        <message>
            <source>How many multiplications with an addition one sample takes on its way through the network. The backward pass takes about twice as many again.</source>
            <translation>표본 하나가 신경망을 지나는 데 필요한 곱셈과 덧셈의 횟수입니다. 역전파에는 그 두 배쯤이 더 듭니다.</translation>
        </message>
        <message>
            <source>How many points are made. Few are quickly learned by heart; many show the true shape.</source>
            <translation>점을 몇 개 만들지 정합니다. 적으면 금방 외워 버리고, 많으면 참모습이 드러납니다.</translation>
        </message>
        <message>
            <source>How many samples each step looks at before it moves the weights. A small batch gives quick but noisy steps, a large one calm but costly steps.</source>
            <translation>가중치를 움직이기 전에 한 스텝에서 보는 표본의 수입니다. 작으면 빠르지만 방향이 들쭉날쭉하고, 크면 안정되지만 한 스텝이 무겁습니다.</translation>
        </message>
        <message>
            <source>How many steps are taken each second: as many as the device can, or few enough to watch and talk about. It changes nothing of what is learned.</source>
            <translation>1초에 몇 스텝을 실행할지 정합니다. 최대한 빠르게, 또는 보면서 이야기할 수 있게 느리게 합니다. 배우는 내용은 달라지지 않습니다.</translation>
        </message>
        <message>
            <source>How many steps the schedule takes from start to end. Afterwards the learning rate stays where it ended.</source>
            <translation>스케줄이 처음부터 끝까지 몇 스텝에 걸치는지입니다. 끝난 뒤에는 마지막 학습률이 그대로 유지됩니다.</translation>
        </message>
        <message>
            <source>How much of its last direction the optimizer keeps, written μ. 0.9 keeps about the last ten steps.</source>
            <translation>옵티마이저가 앞의 방향을 얼마나 유지할지 정하는 값이며 μ로 씁니다. 0.9이면 최근 열 스텝쯤을 기억합니다.</translation>
        </message>
        <message>
            <source>How much of the targets' spread the predictions explain. 1 is perfect, 0 is no better than always saying the mean, and below 0 is worse than that.</source>
            <translation>예측이 정답의 변동을 얼마나 설명하는지를 나타냅니다. 1이면 완벽하고, 0이면 늘 평균만 답하는 것과 같으며, 0보다 작으면 그보다 못합니다.</translation>
        </message>
        <message>
            <source>How the learning rate changes over the steps to come. Large at first finds the way quickly, small at the end settles precisely.</source>
            <translation>앞으로 학습률을 어떻게 바꿀지 정합니다. 처음에 크면 길을 빨리 찾고, 끝에 작으면 정밀하게 자리를 잡습니다.</translation>
        </message>
        <message>
            <source>How wrong the network's predictions are, as one number: cross-entropy for classes, mean squared error for values. Training makes it smaller; 0 would be perfect.</source>
            <translation>신경망의 예측이 얼마나 틀렸는지를 나타내는 수입니다. 분류에서는 교차 엔트로피, 회귀에서는 평균 제곱 오차이며, 훈련은 이 값을 줄입니다.</translation>
        </message>
        <message>
            <source>In deep networks with sigmoid or tanh the gradient shrinks from layer to layer until the first layers learn nothing. ReLU, batch norm or residual blocks help.</source>
            <translation>시그모이드나 tanh를 쓰는 깊은 신경망에서 기울기가 층을 지날 때마다 작아져 앞쪽 층이 배우지 못하는 현상입니다. ReLU, 배치 정규화, 잔차 블록이 도움이 됩니다.</translation>
        </message>
        <message>
            <source>Input and output without a layer between: a straight boundary, nothing else. See where it fails, then insert a hidden layer.</source>
            <translation>입력과 출력 사이에 층이 없어 경계가 직선뿐입니다. 어디에서 실패하는지 본 다음 은닉층을 넣어 보세요.</translation>
        </message>
        <message>
            <source>Keeps a share of its last direction, like a ball that rolls downhill. It passes small bumps and is faster along valleys.</source>
            <translation>구르는 공처럼 앞의 방향을 일부 유지합니다. 작은 굴곡을 지나치고 골짜기를 더 빨리 내려갑니다.</translation>
        </message>
        <message>
            <source>Keeps for each weight a mean of its gradients and of their squares, so that every weight gets a step of its own. A good first choice.</source>
            <translation>가중치마다 기울기의 평균과 제곱 평균을 기억해서 저마다 알맞은 크기로 움직입니다. 처음에 고르기 좋은 옵티마이저입니다.</translation>
        </message>
        <message>
            <source>Keeps one number of each small square of the image: the largest or the mean. What follows sees less detail and costs less.</source>
            <translation>이미지의 작은 칸마다 가장 큰 값이나 평균 하나만 남깁니다. 뒤의 층은 덜 자세히 보지만 계산이 가벼워집니다.</translation>
        </message>
        <message>
            <source>L2</source>
            <translation>L2</translation>
        </message>
        <message>
            <source>Layers of units, each computing a weighted sum of what comes before and bending it with an activation function. What it knows is in its weights.</source>
            <translation>유닛들이 층을 이룬 것입니다. 유닛마다 앞의 값에 가중치를 곱해 더하고 활성화 함수로 구부립니다. 배운 것은 모두 가중치에 들어 있습니다.</translation>
        </message>
        <message>
            <source>Lays the channels of an image out in one row of numbers, so that a dense layer can take them. It computes nothing.</source>
            <translation>이미지의 채널들을 완전연결층이 받을 수 있게 한 줄의 수로 늘어놓습니다. 계산하는 것은 없습니다.</translation>
        </message>
        <message>
            <source>Lets positive values through and makes negative ones zero. Fast and without vanishing gradients, but a unit that is negative for every sample is dead.</source>
            <translation>양수는 그대로 통과시키고 음수는 0으로 만듭니다. 빠르고 기울기 소실이 없지만, 모든 표본에서 음수인 유닛은 죽은 유닛이 됩니다.</translation>
        </message>
        <message>
            <source>Like relu, but lets a hundredth of negative values through. So no unit can die.</source>
            <translation>relu와 같지만 음수를 100분의 1만큼 통과시킵니다. 그래서 죽는 유닛이 없습니다.</translation>
        </message>
        <message>
            <source>Makes a second environment with exactly the same packages under another name. Try things there without risk.</source>
            <translation>패키지가 똑같은 가상환경을 다른 이름으로 하나 더 만듭니다. 그곳에서 마음 놓고 시험해 보세요.</translation>
        </message>
        <message>
            <source>Momentum that looks ahead: the direction of the next step counts already in this one. It brakes a little earlier before a rise.</source>
            <translation>한발 앞을 내다보는 모멘텀입니다. 다음에 갈 방향을 이번 스텝에 미리 반영해서 오르막 앞에서 조금 일찍 속도를 줄입니다.</translation>
        </message>
        <message>
            <source>No bending at all: the value goes on as it is. The output layer has it, and a hidden layer with it can be folded away exactly.</source>
            <translation>구부리지 않고 값을 그대로 넘깁니다. 출력층이 이것을 쓰며, 이것을 쓰는 은닉층은 다음 층에 정확히 합칠 수 있습니다.</translation>
        </message>
        <message>
            <source>No word here holds “{text}”.</source>
            <translation>‘{text}’이(가) 들어간 용어가 없습니다.</translation>
        </message>
        <message>
            <source>Notebooks mix text, code and results on one page, in the browser or in VS Code. A cell is run with Shift+Enter.</source>
            <translation>글, 코드, 결과를 한 페이지에 담는 노트북을 브라우저나 VS Code에서 씁니다. 셀은 Shift+Enter로 실행합니다.</translation>
        </message>
        <message>
            <source>Numbers in a grid of any number of axes: a vector, a matrix, a batch of images. PyTorch computes with them on the CPU or, after .to(device), on the GPU.</source>
            <translation>축의 수가 몇이든 격자로 늘어놓은 수들입니다. 벡터, 행렬, 이미지 배치가 모두 텐서입니다. PyTorch는 이것을 CPU에서, .to(device)로 옮기면 GPU에서 계산합니다.</translation>
        </message>
        <message>
            <source>On a logarithmic axis equal distances are equal ratios: from 1 to 0.1 is as far as from 0.1 to 0.01. Small losses stay visible beside large ones.</source>
            <translation>로그 축에서는 같은 거리가 같은 비율입니다. 1에서 0.1까지가 0.1에서 0.01까지와 같습니다. 작은 손실도 큰 손실 옆에서 잘 보입니다.</translation>
        </message>
        <message>
            <source>One class lies inside a ring of the other. No straight line parts them; a hidden layer does.</source>
            <translation>한 클래스를 다른 클래스가 둥글게 둘러쌉니다. 직선으로는 나눌 수 없고 은닉층이 있어야 합니다.</translation>
        </message>
        <message>
            <source>One pass over all training samples, each seen once in random order. Small data needs many epochs.</source>
            <translation>모든 훈련 표본을 무작위 순서로 한 번씩 보는 것이 한 에포크입니다. 데이터가 작으면 여러 에포크가 필요합니다.</translation>
        </message>
        <message>
            <source>One step looks at one batch: forward pass, loss, gradient by backpropagation, and then the optimizer moves every weight once. Nothing else is called a step here.</source>
            <translation>배치 하나를 보고 순전파, 손실 계산, 역전파로 기울기를 구한 다음, 옵티마이저가 모든 가중치를 한 번 움직이는 것이 한 스텝입니다. 여기서는 이것만 스텝이라고 부릅니다.</translation>
        </message>
        <message>
            <source>Overfitting</source>
            <translation>과적합</translation>
        </message>
        <message>
            <source>Points whose coordinates have the same sign against those with different signs. The oldest proof that a perceptron is not enough.</source>
            <translation>두 좌표의 부호가 같은 점과 다른 점을 나눕니다. 퍼셉트론으로는 부족하다는 가장 오래된 증거입니다.</translation>
        </message>
        <message>
            <source>Pooling</source>
            <translation>풀링</translation>
        </message>
        <message>
            <source>Pulls all weights a little towards zero at each step. Small weights make smoother answers and less overfitting.</source>
            <translation>스텝마다 모든 가중치를 조금씩 0으로 당깁니다. 가중치가 작으면 예측이 매끄러워지고 과적합이 줄어듭니다.</translation>
        </message>
        <message>
            <source>Puts in a new layer that lets everything through at first. Nothing changes at that moment; then it learns.</source>
            <translation>처음에는 모든 것을 그대로 통과시키는 새 층을 넣습니다. 그 순간에는 아무것도 바뀌지 않고, 이어서 배웁니다.</translation>
        </message>
        <message>
            <source>Reinstalls what differs from the environment's own list and leaves the rest. Your own files are not touched.</source>
            <translation>가상환경의 목록과 달라진 것만 다시 설치하고 나머지는 그대로 둡니다. 직접 만든 파일은 건드리지 않습니다.</translation>
        </message>
        <message>
            <source>Residual blocks one behind the other, as in the networks of 2015. Each block only corrects what it gets.</source>
            <translation>2015년의 신경망처럼 잔차 블록을 이어 붙입니다. 블록마다 받은 것을 조금씩 고치기만 합니다.</translation>
        </message>
        <message>
            <source>R²</source>
            <translation>R²</translation>
        </message>
        <message>
            <source>Samples that are kept apart and never learned from. When the loss on them rises while the training loss still falls, the network is overfitting.</source>
            <translation>따로 떼어 두고 훈련에 쓰지 않는 표본입니다. 훈련 손실은 줄어드는데 검증 손실이 커지면 과적합입니다.</translation>
        </message>
        <message>
            <source>Search</source>
            <translation>찾기</translation>
        </message>
        <message>
            <source>Small convolutions one behind the other, as in the networks of 2014. Two of 3×3 see as far as one of 5×5 with fewer weights.</source>
            <translation>2014년의 신경망처럼 작은 합성곱을 이어 붙입니다. 3×3 둘이면 5×5 하나만큼 넓게 보면서 가중치는 더 적습니다.</translation>
        </message>
        <message>
            <source>Step</source>
            <translation>스텝</translation>
        </message>
        <message>
            <source>Stochastic gradient descent: each step goes straight down the batch's gradient. Simple and steady, but slow along flat valleys.</source>
            <translation>확률적 경사 하강법입니다. 스텝마다 배치에서 구한 기울기를 그대로 따라 내려갑니다. 단순하고 꾸준하지만 완만한 골짜기에서는 느립니다.</translation>
        </message>
        <message>
            <source>Switches units off at random in training, so that none can rely on a single other one. In validation all are on.</source>
            <translation>훈련 중에 유닛을 무작위로 꺼서 서로 하나에만 기대지 못하게 합니다. 검증할 때는 모두 켜집니다.</translation>
        </message>
        <message>
            <source>Takes away the units that are needed least and lets the others make up for them. The preview measures what it costs on validation data.</source>
            <translation>가장 덜 필요한 유닛을 제거하고 나머지가 그 몫을 보완하게 합니다. 얼마나 나빠지는지는 미리 보기가 검증 데이터로 측정합니다.</translation>
        </message>
        <message>
            <source>Takes the last change back: weights, optimizer memory and step are as they were before it. Redo brings it back.</source>
            <translation>마지막 변경을 되돌립니다. 가중치, 옵티마이저 상태, 스텝이 모두 그 전과 같아집니다. 다시 실행하면 되돌린 것이 돌아옵니다.</translation>
        </message>
        <message>
            <source>Takes the layer out and joins what is before it to what is behind it. At once, slowly, or when a copy without it is as good.</source>
            <translation>층을 빼내고 그 앞과 뒤를 잇습니다. 바로 하거나, 서서히 하거나, 그 층이 없는 사본이 그만큼 좋아졌을 때 합니다.</translation>
        </message>
        <message>
            <source>Tensor</source>
            <translation>텐서</translation>
        </message>
        <message>
            <source>The computer's main processor, with a few fast cores. For small networks it is as fast as a GPU.</source>
            <translation>컴퓨터의 중심 프로세서이며 빠른 코어가 몇 개 있습니다. 작은 신경망에서는 GPU만큼 빠릅니다.</translation>
        </message>
        <message>
            <source>The function that bends each unit's sum. Without it any number of layers would be no more than one straight line.</source>
            <translation>유닛이 더한 값을 구부리는 함수입니다. 이것이 없으면 층이 아무리 많아도 직선 하나와 다를 바 없습니다.</translation>
        </message>
        <message>
            <source>The learning rate falls along half a cosine wave, slowly at first and at the end. A common choice for a training with a fixed end.</source>
            <translation>학습률이 코사인 곡선의 반을 따라 줄어듭니다. 처음과 끝에는 천천히 바뀌며, 끝이 정해진 훈련에 흔히 씁니다.</translation>
        </message>
        <message>
            <source>The learning rate rises from almost nothing to its full size. The first steps, taken with random weights, then do no harm.</source>
            <translation>학습률을 거의 0에서 시작해 제 크기까지 올립니다. 가중치가 무작위인 첫 스텝들이 훈련을 해치지 않게 합니다.</translation>
        </message>
        <message>
            <source>The learning rate rises to its height and falls far below where it began, once over the whole training. It often learns in fewer steps.</source>
            <translation>훈련 전체에 걸쳐 학습률이 한 번 올라갔다가 처음보다 훨씬 아래로 내려갑니다. 더 적은 스텝으로 배우는 일이 많습니다.</translation>
        </message>
        <message>
            <source>The learning rate stays as it is. Good while you try things out.</source>
            <translation>학습률을 그대로 둡니다. 이것저것 시험해 볼 때 알맞습니다.</translation>
        </message>
        <message>
            <source>The learning rate stays for a while, then drops by a fixed factor. The loss often falls in a visible step each time.</source>
            <translation>학습률을 한동안 유지하다가 일정한 비율로 뚝 떨어뜨립니다. 그때마다 손실도 한 단계씩 내려가는 것이 보입니다.</translation>
        </message>
        <message>
            <source>The longest gradient that is let through; longer ones are shortened without changing their direction. It keeps one bad batch from throwing everything over.</source>
            <translation>통과시키는 기울기의 최대 길이입니다. 더 길면 방향은 그대로 두고 길이만 줄여서, 나쁜 배치 하나가 훈련을 망치지 않게 합니다.</translation>
        </message>
        <message>
            <source>The loss grows beyond all numbers, because steps that are too large make the next gradient larger still. Go back and take a smaller learning rate.</source>
            <translation>스텝이 너무 커서 다음 기울기가 더 커지고, 손실이 끝없이 커지는 현상입니다. 그 전으로 되돌리고 학습률을 낮추세요.</translation>
        </message>
        <message>
            <source>The network learns the training samples by heart, noise included, and gets worse on new ones. More data, weight decay, dropout or fewer units help.</source>
            <translation>신경망이 훈련 표본을 잡음까지 외워서 새로운 표본에서는 오히려 나빠지는 현상입니다. 데이터를 늘리거나 가중치 감쇠, 드롭아웃을 쓰거나 유닛을 줄이면 나아집니다.</translation>
        </message>
        <message>
            <source>The network with which Yann LeCun read digits on cheques in 1998. Convolutions find strokes, pooling makes room for where they are.</source>
            <translation>1998년 얀 르쿤이 수표의 숫자를 읽은 신경망입니다. 합성곱이 획을 찾고, 풀링이 위치의 차이를 눈감아 줍니다.</translation>
        </message>
        <message>
            <source>The numbers of one sample as the network gets them: the pixels of an image or the coordinates of a point. Nothing is learned here.</source>
            <translation>표본 하나가 신경망에 들어올 때의 수들입니다. 이미지의 픽셀이거나 점의 좌표입니다. 이곳에서는 배우는 것이 없습니다.</translation>
        </message>
        <message>
            <source>The plain network: every unit joined to all units of the next layer. A good beginning for points and small images.</source>
            <translation>유닛마다 다음 층의 모든 유닛과 이어진 기본 신경망입니다. 점과 작은 이미지에 알맞은 출발점입니다.</translation>
        </message>
        <message>
            <source>The program that runs a notebook's cells, here the Python of an environment. You choose it at the top right of a notebook. (The kernels of a GPU are something else: small programs that compute on the card.)</source>
            <translation>노트북의 셀을 실행하는 프로그램이며 여기서는 가상환경의 Python입니다. 노트북 오른쪽 위에서 고릅니다. (GPU의 커널은 카드에서 계산하는 작은 프로그램으로, 이름만 같습니다.)</translation>
        </message>
        <message>
            <source>The rule that turns gradients into steps. All of them go down the slope of the loss, which is gradient descent; they differ in what they remember of earlier steps.</source>
            <translation>기울기로 가중치를 움직이는 규칙입니다. 모두 손실의 내리막을 따라가는 경사 하강법이며, 앞선 스텝에서 무엇을 기억하는지가 다릅니다.</translation>
        </message>
        <message>
            <source>The same PyTorch made for different devices: for the CPU, for CUDA, ROCm or XPU. Only a build with kernels for your card can use it.</source>
            <translation>디바이스별로 만든 PyTorch입니다. CPU용, CUDA용, ROCm용, XPU용이 있으며, 내 카드용 커널이 든 빌드만 카드를 쓸 수 있습니다.</translation>
        </message>
        <message>
            <source>The samples that the network learns from. Its loss on them says how well it has learned them by heart, not what it understood.</source>
            <translation>신경망이 배우는 표본입니다. 훈련 손실은 배운 것을 얼마나 외웠는지를 말할 뿐, 이해했는지는 말해 주지 않습니다.</translation>
        </message>
        <message>
            <source>The share of samples for which the largest output names the right class. It moves in jumps where the loss moves smoothly, so look at both.</source>
            <translation>가장 큰 출력이 정답을 가리킨 표본의 비율입니다. 손실은 매끄럽게 변하지만 정확도는 계단처럼 변하므로 둘을 함께 보세요.</translation>
        </message>
        <message>
            <source>The value times its own sigmoid, close to gelu and cheaper. Usual in newer image networks.</source>
            <translation>값에 그 값의 시그모이드를 곱한 것입니다. gelu와 비슷하고 계산이 가볍습니다. 요즘의 이미지 신경망에서 흔히 씁니다.</translation>
        </message>
        <message>
            <source>Trains a little on every device that PyTorch sees and compares the results with the CPU's. Installed then means working.</source>
            <translation>PyTorch가 찾은 디바이스마다 조금 훈련해 보고 결과를 CPU와 비교합니다. ‘설치됨’을 ‘작동함’으로 확인하는 일입니다.</translation>
        </message>
        <message>
            <source>Two clouds of points with a normal distribution. One straight line parts them as well as anything can.</source>
            <translation>정규 분포를 따르는 점들의 두 무리입니다. 직선 하나로 나눌 수 있는 만큼 나뉩니다.</translation>
        </message>
        <message>
            <source>Two crescents that reach into each other. A small hidden layer suffices.</source>
            <translation>서로 맞물린 초승달 두 개입니다. 작은 은닉층이면 충분합니다.</translation>
        </message>
        <message>
            <source>Two spirals wound into each other, the hardest of the plane's data sets. It needs width, depth and some patience.</source>
            <translation>서로 감긴 두 나선이며 평면 데이터 가운데 가장 어렵습니다. 유닛과 층이 넉넉해야 하고 조금 기다려야 합니다.</translation>
        </message>
        <message>
            <source>Unit</source>
            <translation>유닛</translation>
        </message>
        <message>
            <source>Vanishing gradient</source>
            <translation>기울기 소실</translation>
        </message>
        <message>
            <source>What comes over the network, packed. Finished downloads are kept and never fetched twice.</source>
            <translation>네트워크로 받는 압축된 양입니다. 다 받은 파일은 남겨 두고 다시 받지 않습니다.</translation>
        </message>
        <message>
            <source>What the network learns from: samples with their right answers. A fifth is kept apart for validation.</source>
            <translation>신경망이 배우는 표본과 그 정답입니다. 그 가운데 5분의 1은 검증용으로 따로 떼어 둡니다.</translation>
        </message>
        <message>
            <source>What the network predicts: one number for each class, of which the largest wins, or one value. Its width belongs to the data.</source>
            <translation>신경망의 예측입니다. 클래스마다 수가 하나씩 나와 가장 큰 것이 답이 되거나, 값 하나가 나옵니다. 유닛 수는 데이터가 정합니다.</translation>
        </message>
        <message>
            <source>What the word means</source>
            <translation>용어의 뜻</translation>
        </message>
        <message>
            <source>What weights, gradients, optimizer memory and the values of one batch take up. If it does not suffice, take a smaller batch or network.</source>
            <translation>가중치, 기울기, 옵티마이저 상태, 배치 하나의 값들이 차지하는 크기입니다. 모자라면 배치나 신경망을 줄이세요.</translation>
        </message>
        <message>
            <source>Where the tensors are and the computing is done: the CPU, or a GPU through CUDA, ROCm, MPS or XPU. Large networks gain most from a GPU; small ones are as fast on the CPU.</source>
            <translation>텐서가 놓여 있고 계산이 이루어지는 곳입니다. CPU이거나, CUDA·ROCm·MPS·XPU를 통한 GPU입니다. 큰 신경망일수록 GPU가 빠르고, 작은 신경망은 CPU도 그만큼 빠릅니다.</translation>
        </message>
        <message>
            <source>Words</source>
            <translation>용어</translation>
        </message>
        <message>
            <source>gelu</source>
            <translation>gelu</translation>
        </message>
        <message>
            <source>leaky_relu</source>
            <translation>leaky_relu</translation>
        </message>
        <message>
            <source>linear</source>
            <translation>linear</translation>
        </message>
        <message>
            <source>relu</source>
            <translation>relu</translation>
        </message>
        <message>
            <source>sigmoid</source>
            <translation>sigmoid</translation>
        </message>
        <message>
            <source>silu</source>
            <translation>silu</translation>
        </message>
        <message>
            <source>tanh</source>
            <translation>tanh</translation>
        </message>
        <message>
            <source>How exactly the graphics card multiplies. TF32 keeps three decimal places of each factor: faster on NVIDIA cards, but a network that grows then keeps its function less exactly.</source>
            <translation>그래픽 카드가 얼마나 정밀하게 곱하는지를 정합니다. TF32는 곱하는 수를 소수 셋째 자리 정도까지만 쓰므로 NVIDIA 카드에서 더 빠르지만, 신경망을 늘릴 때 함수가 덜 정확하게 유지됩니다.</translation>
        </message>
        <message>
            <source>Asks for another folder for new trainings.</source>
            <translation>새 훈련을 저장할 다른 폴더를 고릅니다.</translation>
        </message>
        <message>
            <source>Asks for another name for the training that is chosen.</source>
            <translation>고른 훈련의 이름을 바꿉니다.</translation>
        </message>
        <message>
            <source>Asks the sources that installs come from, and says what is wrong.</source>
            <translation>설치 파일을 받는 곳에 물어보고 무엇이 문제인지 알려 줍니다.</translation>
        </message>
        <message>
            <source>Continues the training that is chosen.</source>
            <translation>고른 훈련을 이어서 합니다.</translation>
        </message>
        <message>
            <source>Copies the command that does the same by hand.</source>
            <translation>직접 할 때 쓰는 같은 명령을 복사합니다.</translation>
        </message>
        <message>
            <source>Every environment that was found, whoever made it.</source>
            <translation>누가 만들었든 찾아낸 모든 가상환경입니다.</translation>
        </message>
        <message>
            <source>Every line with its answer, the newest at the end.</source>
            <translation>줄마다 답이 있으며, 새것이 끝에 있습니다.</translation>
        </message>
        <message>
            <source>Every saved training; Enter continues the one that is chosen.</source>
            <translation>저장된 모든 훈련입니다. Enter를 누르면 고른 훈련을 이어서 합니다.</translation>
        </message>
        <message>
            <source>Goes back to the step before.</source>
            <translation>앞 단계로 돌아갑니다.</translation>
        </message>
        <message>
            <source>Goes on to the next step.</source>
            <translation>다음 단계로 갑니다.</translation>
        </message>
        <message>
            <source>How large everything in the window is.</source>
            <translation>창에 있는 모든 것의 크기입니다.</translation>
        </message>
        <message>
            <source>Lets you try lines of PyTorch on the tensors of this training.</source>
            <translation>이 훈련의 텐서에 PyTorch 코드를 시험해 봅니다.</translation>
        </message>
        <message>
            <source>Light or dark, or as the system is.</source>
            <translation>밝게, 어둡게, 또는 시스템 설정을 따릅니다.</translation>
        </message>
        <message>
            <source>Looks at its devices, memory, disks and conda; changes nothing.</source>
            <translation>디바이스, 메모리, 디스크, conda를 살펴봅니다. 아무것도 바꾸지 않습니다.</translation>
        </message>
        <message>
            <source>Looks once more at what there is now.</source>
            <translation>지금 무엇이 있는지 다시 살펴봅니다.</translation>
        </message>
        <message>
            <source>Makes the environment of a lock file again, exactly.</source>
            <translation>잠금 파일에 적힌 가상환경을 똑같이 다시 만듭니다.</translation>
        </message>
        <message>
            <source>Measures now; the training goes on meanwhile.</source>
            <translation>지금 잽니다. 그동안 훈련은 계속됩니다.</translation>
        </message>
        <message>
            <source>Measures the pieces of a step on the devices of this computer.</source>
            <translation>한 스텝의 각 부분을 이 컴퓨터의 디바이스에서 잽니다.</translation>
        </message>
        <message>
            <source>Opens the wizard, which makes an environment with PyTorch.</source>
            <translation>PyTorch 가상환경을 만드는 설치 마법사를 엽니다.</translation>
        </message>
        <message>
            <source>Short pieces to try, one after the other; Enter opens the one that is chosen.</source>
            <translation>차례로 해 볼 짧은 예제입니다. Enter를 누르면 고른 예제가 열립니다.</translation>
        </message>
        <message>
            <source>Shows how busy the device is.</source>
            <translation>디바이스가 얼마나 바쁜지 보여 줍니다.</translation>
        </message>
        <message>
            <source>Shows one step as Python, as PyTorch's own work, and as the work of the device.</source>
            <translation>한 스텝을 Python, PyTorch 내부, 디바이스의 일로 나누어 보여 줍니다.</translation>
        </message>
        <message>
            <source>Shows or hides the settings that are rarely changed.</source>
            <translation>잘 바꾸지 않는 설정을 보이거나 숨깁니다.</translation>
        </message>
        <message>
            <source>Shows the data and the settings of the training.</source>
            <translation>훈련의 데이터와 설정을 보여 줍니다.</translation>
        </message>
        <message>
            <source>Shows the folder in the system's file browser.</source>
            <translation>시스템의 파일 탐색기로 폴더를 보여 줍니다.</translation>
        </message>
        <message>
            <source>Shows the selected layer beside the network.</source>
            <translation>고른 층을 신경망 옆에 보여 줍니다.</translation>
        </message>
        <message>
            <source>The language of the window; it changes at once.</source>
            <translation>창의 언어입니다. 곧바로 바뀝니다.</translation>
        </message>
        <message>
            <source>The names that a line can use; the arrow keys choose one.</source>
            <translation>코드에서 쓸 수 있는 이름입니다. 화살표 키로 고릅니다.</translation>
        </message>
        <message>
            <source>The page on which a network trains while you change it.</source>
            <translation>신경망을 바꾸면서 훈련하는 화면입니다.</translation>
        </message>
        <message>
            <source>The page that shows what one step is made of.</source>
            <translation>한 스텝이 무엇으로 이루어지는지 보여 주는 화면입니다.</translation>
        </message>
        <message>
            <source>The page with every environment on this computer.</source>
            <translation>이 컴퓨터의 모든 가상환경이 있는 화면입니다.</translation>
        </message>
        <message>
            <source>The page with every saved training.</source>
            <translation>저장된 모든 훈련이 있는 화면입니다.</translation>
        </message>
        <message>
            <source>The page with language, appearance, size and folders.</source>
            <translation>언어, 밝기, 크기, 폴더를 정하는 화면입니다.</translation>
        </message>
        <message>
            <source>The tensors that there are at this point of the step; the arrow keys choose one.</source>
            <translation>스텝의 이 시점에 있는 텐서입니다. 화살표 키로 고릅니다.</translation>
        </message>
        <message>
            <source>The wizard that makes an environment with PyTorch.</source>
            <translation>PyTorch 가상환경을 만드는 설치 마법사입니다.</translation>
        </message>
        <message>
            <source>Walks through one step with the real numbers.</source>
            <translation>한 스텝을 실제 숫자로 따라갑니다.</translation>
        </message>
        <message>
            <source>Which tensors share memory; the arrow keys go from one to the next.</source>
            <translation>어떤 텐서가 메모리를 함께 쓰는지 보여 줍니다. 화살표 키로 옮겨 갑니다.</translation>
        </message>
        <message>
            <source>Puts a report on the clipboard; names are masked.</source>
            <translation>보고서를 클립보드에 복사합니다. 이름은 가려집니다.</translation>
        </message>
        <message>
            <source>Shows the folder with the logs.</source>
            <translation>로그가 있는 폴더를 보여 줍니다.</translation>
        </message>
        <message>
            <source>Shows the report about this.</source>
            <translation>이 일에 관한 보고서를 보여 줍니다.</translation>
        </message>
        <message>
            <source>What each line, call and kernel takes; the arrow keys choose one.</source>
            <translation>줄, 호출, 커널마다 걸린 시간입니다. 화살표 키로 고릅니다.</translation>
        </message>
        <message>
            <source>Asks what would be downloaded; changes nothing.</source>
            <translation>무엇을 내려받게 되는지 알아봅니다. 아무것도 바꾸지 않습니다.</translation>
        </message>
        <message>
            <source>Asks whether to stop and to delete what is there.</source>
            <translation>멈추고 지금까지의 것을 지울지 묻습니다.</translation>
        </message>
        <message>
            <source>Begins the wizard again for another environment.</source>
            <translation>다른 가상환경을 만들도록 설치 마법사를 처음부터 시작합니다.</translation>
        </message>
        <message>
            <source>Downloads and makes what the plan shows.</source>
            <translation>계획에 있는 대로 내려받아 만듭니다.</translation>
        </message>
        <message>
            <source>Goes back to this step, if it is done.</source>
            <translation>끝난 단계라면 그 단계로 돌아갑니다.</translation>
        </message>
        <message>
            <source>Goes on to choosing a build of PyTorch.</source>
            <translation>PyTorch 빌드를 고르는 단계로 갑니다.</translation>
        </message>
        <message>
            <source>Hides the lines of what happens.</source>
            <translation>진행 내용을 숨깁니다.</translation>
        </message>
        <message>
            <source>Hides the list of packages.</source>
            <translation>패키지 목록을 숨깁니다.</translation>
        </message>
        <message>
            <source>Opens a terminal with this environment active.</source>
            <translation>이 가상환경이 활성화된 터미널을 엽니다.</translation>
        </message>
        <message>
            <source>Opens the folder of the notebooks in VS Code.</source>
            <translation>노트북 폴더를 VS Code에서 엽니다.</translation>
        </message>
        <message>
            <source>Opens the page Train on the PyTorch of this environment.</source>
            <translation>이 가상환경의 PyTorch로 훈련 화면을 엽니다.</translation>
        </message>
        <message>
            <source>Opens the page Train; the install goes on.</source>
            <translation>훈련 화면을 엽니다. 설치는 계속됩니다.</translation>
        </message>
        <message>
            <source>Packages for plots and tables that many courses use.</source>
            <translation>여러 수업에서 쓰는 그래프와 표 패키지입니다.</translation>
        </message>
        <message>
            <source>PowerShell</source>
            <translation>PowerShell</translation>
        </message>
        <message>
            <source>Puts this on the clipboard.</source>
            <translation>클립보드에 복사합니다.</translation>
        </message>
        <message>
            <source>Saves the commands that do the same by hand.</source>
            <translation>직접 할 때 쓰는 같은 명령을 파일로 저장합니다.</translation>
        </message>
        <message>
            <source>Shows every line of what happens.</source>
            <translation>진행 내용을 모두 보여 줍니다.</translation>
        </message>
        <message>
            <source>Shows or hides the choices for experts.</source>
            <translation>전문가용 선택 항목을 보이거나 숨깁니다.</translation>
        </message>
        <message>
            <source>Shows or hides what is in order.</source>
            <translation>문제없는 항목을 보이거나 숨깁니다.</translation>
        </message>
        <message>
            <source>Shows the commands for this shell.</source>
            <translation>이 셸에서 쓰는 명령을 보여 줍니다.</translation>
        </message>
        <message>
            <source>Shows the list of packages with their sizes.</source>
            <translation>패키지 목록을 크기와 함께 보여 줍니다.</translation>
        </message>
        <message>
            <source>Starts Jupyter and opens a notebook that was made for you.</source>
            <translation>Jupyter를 시작하고 미리 만들어 둔 노트북을 엽니다.</translation>
        </message>
        <message>
            <source>Stops for now; nothing is lost.</source>
            <translation>잠시 멈춥니다. 아무것도 잃지 않습니다.</translation>
        </message>
        <message>
            <source>bash</source>
            <translation>bash</translation>
        </message>
        <message>
            <source>Shows the five steps over the page Train.</source>
            <translation>훈련 화면을 다섯 단계로 안내합니다.</translation>
        </message>
        <message>
            <source>How far one step moves a layer's weights, as a share of their size. Around 1e-3 is usual; far above it training gets shaky, far below it the layer hardly learns.</source>
            <translation>한 스텝이 한 층의 가중치를 그 크기에 비해 얼마나 옮기는지를 나타냅니다. 보통 1e-3쯤이며, 훨씬 크면 훈련이 흔들리고 훨씬 작으면 그 층은 거의 배우지 못합니다.</translation>
        </message>
        <message>
            <source>The length of the gradient of all weights together, before clipping. When it jumps, steps may throw the weights far off; when it is almost 0, nothing is learned any more.</source>
            <translation>모든 가중치의 기울기를 한데 모은 벡터의 길이로, 클리핑하기 전의 값입니다. 갑자기 커지면 한 스텝이 가중치를 멀리 던져 버릴 수 있고, 0에 가까우면 더는 배우는 것이 없습니다.</translation>
        </message>
        <message>
            <source>Update ratio</source>
            <translation>갱신 비율</translation>
        </message>
        <message>
            <source>What is this?</source>
            <translation>이것은 무엇인가요?</translation>
        </message>
    </context>
</TS>
