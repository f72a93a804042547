<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ko_KR">
    <context>
        <name>TorchGarden</name>
        <message>
            <source>A click lays it on the pad.</source>
            <translation>누르면 그림판에 놓입니다.</translation>
        </message>
        <message>
            <source>A click on a cell shows its pictures.</source>
            <translation>칸을 누르면 그 칸의 그림이 보입니다.</translation>
        </message>
        <message>
            <source>Clear</source>
            <translation>지우기</translation>
        </message>
        <message>
            <source>Clear the pad (Delete)</source>
            <translation>그림판 지우기 (Delete)</translation>
        </message>
        <message>
            <source>Confusion matrix</source>
            <translation>혼동 행렬</translation>
        </message>
        <message>
            <source>Draw a digit</source>
            <translation>숫자를 그려 보세요</translation>
        </message>
        <message>
            <source>Draw here</source>
            <translation>여기에 그리세요</translation>
        </message>
        <message>
            <source>Draw with the mouse, a pen or a finger. Delete clears it; ← and → lay a sample on it.</source>
            <translation>마우스나 펜, 손가락으로 그리세요. Delete는 지우고, ←와 →는 표본을 올려놓습니다.</translation>
        </message>
        <message>
            <source>Least sure</source>
            <translation>가장 확신이 없는 예</translation>
        </message>
        <message>
            <source>Made like the data: scaled into a 20×20 box, its centre of mass put in the middle of 28×28 pixels.</source>
            <translation>데이터와 같은 방식: 20×20 상자에 맞추고 무게중심을 28×28 픽셀의 한가운데에 놓습니다.</translation>
        </message>
        <message>
            <source>Made like the data: straightened, stretched to 20×32 dots, the same stroke width; then dots are counted in 4×4 blocks (0–16).</source>
            <translation>데이터와 같은 방식: 똑바로 세워 20×32점으로 늘이고 획 굵기를 맞춘 뒤 4×4칸마다 점을 셉니다(0–16).</translation>
        </message>
        <message>
            <source>Next validation sample</source>
            <translation>다음 검증 표본</translation>
        </message>
        <message>
            <source>None: all are right.</source>
            <translation>없습니다. 모두 맞았습니다.</translation>
        </message>
        <message>
            <source>Not looked through yet.</source>
            <translation>아직 살펴보지 않았습니다.</translation>
        </message>
        <message>
            <source>Nothing can be asked now. What was answered last stays here.</source>
            <translation>지금은 물어볼 수 없습니다. 마지막 답이 그대로 보입니다.</translation>
        </message>
        <message>
            <source>Nothing is on the pad.</source>
            <translation>그림판이 비어 있습니다.</translation>
        </message>
        <message>
            <source>Pad to draw on</source>
            <translation>그림판</translation>
        </message>
        <message>
            <source>Pictures of the chosen cell</source>
            <translation>고른 칸의 그림</translation>
        </message>
        <message>
            <source>Previous validation sample</source>
            <translation>이전 검증 표본</translation>
        </message>
        <message>
            <source>Rows: the true class. Columns: the predicted class.</source>
            <translation>행: 정답 클래스. 열: 예측한 클래스.</translation>
        </message>
        <message>
            <source>The network says {name}, about {share}% sure.</source>
            <translation>신경망의 예측은 {name}, 확신은 약 {share}%입니다.</translation>
        </message>
        <message>
            <source>Training</source>
            <translation>훈련 표본</translation>
        </message>
        <message>
            <source>What the network is given</source>
            <translation>신경망에 들어가는 그림</translation>
        </message>
        <message>
            <source>Which samples are looked at</source>
            <translation>살펴볼 표본</translation>
        </message>
        <message>
            <source>Worst mistakes</source>
            <translation>가장 크게 틀린 예</translation>
        </message>
        <message>
            <source>sample {n:,} of {count:,}: {name}</source>
            <translation>표본 {n:,}/{count:,}: {name}</translation>
        </message>
        <message>
            <source>true {true}</source>
            <translation>정답 {true}</translation>
        </message>
        <message>
            <source>true {true}, predicted {predicted}, {sure}% sure</source>
            <translation>정답 {true}, 예측 {predicted}, 확신 {sure}%</translation>
        </message>
        <message>
            <source>true {true}, predicted {predicted}: 1 picture</source>
            <translation>정답 {true}, 예측 {predicted}: 그림 1개</translation>
        </message>
        <message>
            <source>true {true}, predicted {predicted}: {n:,} pictures</source>
            <translation>정답 {true}, 예측 {predicted}: 그림 {n:,}개</translation>
        </message>
        <message>
            <source>Mistakes</source>
            <translation>가장 크게 틀린 예</translation>
        </message>
        <message>
            <source>Lay the next sample on the pad (→)</source>
            <translation>다음 표본을 그림판에 올리기 (→)</translation>
        </message>
        <message>
            <source>Lay the sample before on the pad (←)</source>
            <translation>앞의 표본을 그림판에 올리기 (←)</translation>
        </message>
        <message>
            <source>Ask about a picture</source>
            <translation>그림을 물어보세요</translation>
        </message>
        <message>
            <source>Draw one</source>
            <translation>직접 그려 보세요</translation>
        </message>
        <message>
            <source>Lay a sample here with the two arrows</source>
            <translation>두 화살표로 표본을 올려 보세요</translation>
        </message>
        <message>
            <source>Predicted: {value}</source>
            <translation>예측: {value}</translation>
        </message>
        <message>
            <source>R² {score} of the samples held out</source>
            <translation>검증 표본의 R² {score}</translation>
        </message>
        <message>
            <source>Scaled to the size of the pictures as it stands on the pad, dark on light where they are so.</source>
            <translation>그린 그대로 데이터의 그림 크기로 줄이고, 데이터가 밝은 바탕에 어두운 그림이면 그렇게 맞춥니다.</translation>
        </message>
        <message>
            <source>The most frequent mistakes first; Enter shows the samples.</source>
            <translation>가장 잦은 실수부터 보입니다. Enter를 누르면 표본이 보입니다.</translation>
        </message>
        <message>
            <source>The picture that is asked about</source>
            <translation>물어볼 그림</translation>
        </message>
        <message>
            <source>What is taken for what</source>
            <translation>무엇을 무엇으로 잘못 보았는지</translation>
        </message>
        <message>
            <source>What it predicts</source>
            <translation>예측하는 값</translation>
        </message>
        <message>
            <source>true: {value}</source>
            <translation>정답: {value}</translation>
        </message>
        <message>
            <source>← and → lay a sample on it, Delete takes it away.</source>
            <translation>←와 →로 표본을 올리고, Delete로 치웁니다.</translation>
        </message>
        <message>
            <source>A picture to ask about</source>
            <translation>물어볼 그림</translation>
        </message>
        <message>
            <source>Choose a picture …</source>
            <translation>그림 고르기…</translation>
        </message>
    </context>
</TS>
