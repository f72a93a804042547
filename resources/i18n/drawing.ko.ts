<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ko_KR">
    <context>
        <name>TorchGarden</name>
        <message>
            <source>Input</source>
            <translation>입력</translation>
        </message>
        <message>
            <source>Output</source>
            <translation>출력</translation>
        </message>
        <message>
            <source>Network</source>
            <translation>신경망</translation>
        </message>
        <message>
            <source>training</source>
            <translation>훈련</translation>
        </message>
        <message>
            <source>validation</source>
            <translation>검증</translation>
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
            <translation>{step}스텝</translation>
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
            <source>Accuracy</source>
            <translation>정확도</translation>
        </message>
        <message>
            <source>The network appears as soon as it is built.</source>
            <translation>신경망이 만들어지면 바로 여기에 나타납니다.</translation>
        </message>
        <message>
            <source>In</source>
            <translation>입력</translation>
        </message>
        <message>
            <source>Out</source>
            <translation>출력</translation>
        </message>
        <message>
            <source>{n:,} ch</source>
            <translation>{n:,}채널</translation>
        </message>
        <message>
            <source>Narrow {layer} by {n}</source>
            <translation>{layer}: 유닛 {n}개 줄이기</translation>
        </message>
        <message>
            <source>Widen {layer} by {n}</source>
            <translation>{layer}: 유닛 {n}개 늘리기</translation>
        </message>
        <message>
            <source>{what} (with Shift: by 1)</source>
            <translation>{what} (Shift와 함께: 1개씩)</translation>
        </message>
        <message>
            <source>Insert a layer after {layer}</source>
            <translation>{layer} 뒤에 층 넣기</translation>
        </message>
        <message>
            <source>{layer} · {name}</source>
            <translation>{layer} · {name}</translation>
        </message>
        <message>
            <source>unit {n}</source>
            <translation>유닛 {n}</translation>
        </message>
        <message>
            <source>activity {value}</source>
            <translation>활성도 {value}</translation>
        </message>
        <message>
            <source>dead: active on no sample</source>
            <translation>죽은 유닛: 어떤 표본에도 반응하지 않습니다</translation>
        </message>
        <message>
            <source>active on {percent} of samples</source>
            <translation>표본 {percent}에서 활성</translation>
        </message>
        <message>
            <source>new, still learning</source>
            <translation>새 유닛, 배우는 중</translation>
        </message>
        <message>
            <source>fading out</source>
            <translation>서서히 제거 중</translation>
        </message>
        <message>
            <source>fading {percent}%</source>
            <translation>제거 중 {percent}%</translation>
        </message>
    </context>
</TS>
