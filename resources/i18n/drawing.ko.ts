<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ko_KR">
    <context>
        <name>TorchGarden</name>
        <message>
            <source>training</source>
            <translation>훈련</translation>
        </message>
        <message>
            <source>validation</source>
            <translation>검증</translation>
        </message>
        <message>
            <source>without the edit</source>
            <translation>수정하지 않았다면</translation>
        </message>
        <message>
            <source>The curves begin with the first step.</source>
            <translation>첫 스텝부터 곡선이 그려집니다.</translation>
        </message>
        <message>
            <source>Follow</source>
            <translation>따라가기</translation>
        </message>
        <message>
            <source>Follow the newest step</source>
            <translation>최신 스텝 따라가기</translation>
        </message>
        <message>
            <source>step {step}</source>
            <translation>{step} 스텝</translation>
        </message>
        <message>
            <source>Logarithmic loss axis</source>
            <translation>손실 축을 로그로</translation>
        </message>
        <message>
            <source>Loss</source>
            <translation>손실</translation>
        </message>
        <message>
            <source>log</source>
            <translation>로그</translation>
        </message>
        <message>
            <source>Logarithmic axis: equal distances are equal ratios</source>
            <translation>로그 축: 같은 간격은 같은 비율입니다</translation>
        </message>
        <message>
            <source>Accuracy</source>
            <translation>정확도</translation>
        </message>
        <message>
            <source>Input</source>
            <translation>입력</translation>
        </message>
        <message>
            <source>Output</source>
            <translation>출력</translation>
        </message>
        <message>
            <source>Hidden {number}</source>
            <translation>은닉층 {number}</translation>
        </message>
        <message>
            <source>Network</source>
            <translation>신경망</translation>
        </message>
        <message>
            <source>{plan} · {parameters} parameters</source>
            <translation>{plan} · {parameters} 매개변수</translation>
        </message>
    </context>
</TS>
