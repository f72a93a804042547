<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ko_KR">
    <context>
        <name>TorchGarden</name>
        <message>
            <source>--leave-out, --encoding and --sheet go with --table.</source>
            <translation>--leave-out, --encoding, --sheet는 --table과 함께 씁니다.</translation>
        </message>
        <message>
            <source>--open continues a training with the data that it has: leave the other data out.</source>
            <translation>--open은 저장된 훈련을 그 데이터로 이어서 하므로 다른 데이터는 쓸 수 없습니다.</translation>
        </message>
        <message>
            <source>--size, --grey and --colour go with --images.</source>
            <translation>--size, --grey, --colour는 --images와 함께 씁니다.</translation>
        </message>
        <message>
            <source>--target and --task go with --table or --arrays.</source>
            <translation>--target과 --task는 --table이나 --arrays와 함께 씁니다.</translation>
        </message>
        <message>
            <source>Pictures can be {most} pixels high at most.</source>
            <translation>그림의 높이는 {most}픽셀까지입니다.</translation>
        </message>
        <message>
            <source>Say which column of the table shall be predicted: --target COLUMN.</source>
            <translation>표에서 예측할 열을 알려 주세요: --target COLUMN.</translation>
        </message>
        <message>
            <source>Say which: --task classify or --task regress.</source>
            <translation>어느 쪽인지 알려 주세요: --task classify 또는 --task regress.</translation>
        </message>
        <message>
            <source>There is no column called {name}. There is: {names}.</source>
            <translation>{name}(이)라는 열은 없습니다. 있는 열: {names}.</translation>
        </message>
        <message>
            <source>Choose one of --data, --images, --table and --arrays.</source>
            <translation>--data, --images, --table, --arrays 가운데 하나만 고르세요.</translation>
        </message>
        <message>
            <source>--inputs takes some of {names}, each once, not {words}.</source>
            <translation>--inputs에는 {names} 가운데 몇 개를 한 번씩 적습니다. {words}은(는) 안 됩니다.</translation>
        </message>
    </context>
</TS>
