"""The text of the training loop, and of what an edit does to a network that is being trained."""

from __future__ import annotations

TRAINING = '''
class Training:
    """[[A network in training, and everything that decides its next step.||
    훈련 중인 신경망, 그리고 다음 스텝을 정하는 모든 것.]]"""

    def __init__(self):
@if dropout
        # [[Dropout draws from here.||드롭아웃이 여기서 뽑습니다.]]
        self.random = torch.Generator().manual_seed($dropout_seed).get_state()
@end
        self.net = first_network()
        self.step = 0
        self.learning_rate = $learning_rate
        self.batch_size = $batch_size
@if scheduled
        self.schedule, self.schedule_steps = $schedule, $schedule_steps
@end
@if l1
        self.l1 = $l1
@end
@if clip
        self.clip = $clip
@end
        self.optimizer = $optimizer
        self.order = torch.Generator().manual_seed($order_seed)  # [[shuffles the samples||표본을 섞습니다]]
        self.rows = torch.randperm(len(x_train), generator=self.order)
        self.seen = 0  # [[samples of this epoch so far||이번 에포크에서 지금까지 본 표본]]
@if grown
        # [[Weights that come later have an age of their own, and their learning rate climbs (see own_age).||
        # 나중에 생긴 가중치는 나이가 따로 있고, 학습률이 서서히 커집니다(own_age를 보세요).]]
        self.age, self.begun, self.slow = {}, {}, {}
        # [[For what is new from now on, that takes climb * ramp_steps steps; 0: it does not climb.||
        # 지금부터 생기는 것은 climb * ramp_steps스텝에 걸쳐 커집니다. 0이면 커지지 않습니다.]]
        self.ramp_steps, self.climb = $ramp_steps, 0
@end
@if frozen
        self.frozen = {}  # [[which numbers of a parameter stay as they are||매개변수에서 그대로 두는 수]]
@end
@if rests
        self.at_rest = $at_rest
@end
@if grown|frozen
        self.register()
@end
@if grown
        self.young = False  # [[so far, all weights have the same age||아직은 모든 가중치의 나이가 같습니다]]
@end

    def next_rows(self):
        """[[Every sample once an epoch, then shuffled again. A last one alone joins the batch before it.||
        한 에포크에 모든 표본을 한 번씩 보고 다시 섞습니다. 하나만 남으면 앞의 배치에 넣습니다.]]"""
        left = len(self.rows) - self.seen
        size = left if left <= self.batch_size or left == self.batch_size + 1 > 2 else self.batch_size
        rows = self.rows[self.seen : self.seen + size]
        self.seen += size
        return rows

@if scheduled
    def rate(self):
        """[[The learning rate of the next step.||다음 스텝의 학습률.]]"""
        peak, share = self.learning_rate, min(self.step / self.schedule_steps, 1.0)
@if cosine
        if self.schedule == "cosine":
            return peak * 0.5 * (1 + math.cos(math.pi * share))
@end
@if step
        if self.schedule == "step":
            return peak * 0.5 ** min(int(share * 5), 4)
@end
@if warm_up
        if self.schedule == "warm_up":
            return peak * min(1.0, (self.step + 1) / max(1.0, 0.1 * self.schedule_steps))
@end
@if one_cycle
        if self.schedule == "one_cycle":
            top, end = 0.3 * self.schedule_steps - 1, self.schedule_steps - 1
            if self.step <= top:
                start, goal, share = peak / 25, peak, self.step / top
            else:
                start, goal, share = peak, peak / 250_000, (min(self.step, end) - top) / (end - top)
            return goal + (start - goal) * 0.5 * (1 + math.cos(math.pi * share))
@end
        return self.learning_rate

@end
    def until(self, step):
        """[[Train until so many steps are taken.||이 스텝까지 훈련합니다.]]"""
@if dropout
        torch.set_rng_state(self.random)
@end
        while self.step < step:
            rows = self.next_rows()
            x, y = x_train[rows], y_train[rows]

            self.net.train()
@if rests
            for name in self.at_rest:
                self.net.get_submodule(name).eval()  # [[a frozen batch norm keeps its statistics||
                # 고정된 배치 정규화는 통계를 그대로 둡니다]]
@end
            loss = $loss(self.net(x), y)
@if l1
            loss = loss + self.l1 * sum(p.abs().sum() for p in self.net.parameters())
@end
            self.optimizer.zero_grad()
            loss.backward()
@if clip
            if self.clip:
@if frozen
                self.clip_gradient()
@else
                nn.utils.clip_grad_norm_(self.net.parameters(), self.clip)
@end
@end
@if scheduled
            self.optimizer.param_groups[0]["lr"] = self.rate()
@else
            self.optimizer.param_groups[0]["lr"] = self.learning_rate
@end
@if grown|frozen
            before = {p: p.detach().clone() for p in self.net.parameters()}
@end
            self.optimizer.step()
@if grown
            if self.young:
                self.own_age(before)
            for p in self.net.parameters():
                self.age[p] += 1
@end
@if frozen
            for p, still in self.frozen.items():
                p.data = torch.where(still, before[p], p.data)
@end
@if blend
            for module in self.net.modules():
                if isinstance(module, OnItsWay):
                    module.done += 1
@end
            self.step += 1
            if self.seen == len(self.rows):  # [[the epoch is over||에포크가 끝났습니다]]
                self.rows, self.seen = torch.randperm(len(x_train), generator=self.order), 0
@if dropout
        self.random = torch.get_rng_state()
@end
'''

GROWING = '''
@if clip&frozen
    @torch.no_grad()
    def clip_gradient(self):
        """[[As clip_grad_norm_, but what is frozen has no part in the norm.||
        clip_grad_norm_과 같지만, 고정된 것은 노름에 넣지 않습니다.]]"""
        moves = {p: ~self.frozen.get(p, torch.zeros_like(p, dtype=torch.bool)) for p in self.net.parameters()}
        norm = sum((p.grad * free).square().sum() for p, free in moves.items()).sqrt()
        for p in self.net.parameters():
            p.grad *= (self.clip / (norm + 1e-6)).clamp(max=1.0)

@end
@if grown
    @torch.no_grad()
    def own_age(self, before):
        """[[Give every weight the update of its own age, with its own share of the learning rate.

        torch.optim counts the steps of a whole tensor. But Adam divides by 1 - beta ** steps, and units that came later
        have taken fewer. Their learning rate climbs from 0, so that what is new does not kick what has been learned.||
        가중치마다 제 나이에 맞는 갱신을, 제 몫의 학습률로 합니다.

        torch.optim은 텐서 전체의 스텝을 셉니다. 그런데 Adam은 1 - beta ** 스텝으로 나누고, 나중에 온 유닛은 스텝이 더
        적습니다. 새것이 이미 배운 것을 흔들지 않도록, 그 학습률은 0에서부터 커집니다.]]"""
@if scheduled
        rate = self.rate()
@else
        rate = self.learning_rate
@end
        for p in self.net.parameters():
            age, memory = self.age[p] + 1, self.optimizer.state[p]
            climbed = (age - self.begun[p]) / (self.ramp_steps * self.slow[p]).clamp(min=1)
            share = torch.where(self.slow[p] > 0, climbed.clamp(max=1), 1.0)
@if adam&other
            if "exp_avg" not in memory:
                p.copy_(before[p] + (p - before[p]) * share)
                continue
@end
@if adam
            mean = memory["exp_avg"] / (1 - 0.9**age)
@if amsgrad
            largest = memory["max_exp_avg_sq"] if "max_exp_avg_sq" in memory else memory["exp_avg_sq"]
            square = largest / (1 - 0.999**age)
@else
            square = memory["exp_avg_sq"] / (1 - 0.999**age)
@end
@if adamw
            start = before[p]
            if isinstance(self.optimizer, torch.optim.AdamW):  # [[its weight decay comes first||
            # 가중치 감쇠가 먼저입니다]]
                start = start * (1 - rate * share * self.optimizer.param_groups[0]["weight_decay"])
            p.copy_(start - rate * share * mean / (square.sqrt() + 1e-8))
@else
            p.copy_(before[p] - rate * share * mean / (square.sqrt() + 1e-8))
@end
@else
            p.copy_(before[p] + (p - before[p]) * share)
@end

@end
@if grown|frozen|register
    def register(self):
        """[[Tell the optimizer which parameters there are now.||지금 있는 매개변수를 옵티마이저에 알립니다.]]"""
        now = list(self.net.parameters())
        self.optimizer.param_groups[0]["params"] = now
        for p in set(self.optimizer.state) - set(now):
            del self.optimizer.state[p]
@if grown
        for p in set(now) - set(self.age):  # [[new ones: no steps taken||새것: 아직 스텝이 없습니다]]
            self.age[p], self.begun[p] = torch.zeros_like(p, dtype=torch.double), torch.zeros_like(p)
            self.slow[p], self.young = torch.full_like(p, float(self.climb)), True
@end
@if frozen
        self.frozen = {p: still for p, still in self.frozen.items() if p in set(now)}
@end

@end
@if joined
    @torch.no_grad()
    def grown_up(self):
        """[[All weights have the oldest age from now on; the memory is scaled so that nothing jumps.||
        이제 모든 가중치가 가장 많은 나이를 갖습니다. 아무것도 튀지 않도록 기억의 크기를 맞춥니다.]]"""
        oldest = max(self.age[p].max().item() for p in self.net.parameters())
        for p in self.net.parameters():
            age, memory = self.age[p].clamp(min=1), self.optimizer.state[p]
            for name, beta in (("exp_avg", 0.9), ("exp_avg_sq", 0.999), ("max_exp_avg_sq", 0.999)):
                if name in memory:
                    memory[name] *= (1 - beta**oldest) / (1 - beta**age)
            if "step" in memory:
                memory["step"] = torch.tensor(oldest).float()
            self.age[p].fill_(oldest)
            self.slow[p].zero_()
        self.young = False

@end
'''

BLOCK = '''
class Block(nn.Module):
    """[[A residual block: activation(x + body(x)).||잔차 블록: activation(x + body(x)).]]"""

    def __init__(self, body, activation):
        super().__init__()
        self.body, self.activation = body, activation

    def forward(self, x):
        inner = self.body(x)
@if blend
        if isinstance(self.activation, OnItsWay):  # [[the block fades with it||블록도 함께 서서히 사라집니다]]
            inner = inner * (1 - self.activation.straight())
@end
        return x + inner if self.activation is None else self.activation(x + inner)
'''

BLEND = '''
class OnItsWay(nn.Module):
    """[[An activation on its way: it unfolds from a straight line, for a layer that was inserted and changes nothing at
    first, or it fades into one, for a layer that is to go.||
    바뀌는 중인 활성화 함수. 삽입된 층이 처음에 아무것도 바꾸지 않도록 직선에서 서서히 활성화되거나,
    제거될 층에서 서서히 직선이 됩니다.]]"""

    def __init__(self, activation, steps, unfolds, done=0, slope=1.0, level=0.0):
        super().__init__()
        self.activation, self.steps, self.unfolds, self.done = activation, steps, unfolds, done
        self.slope, self.level = slope, level

    def straight(self):
        """[[The share of the straight line, 0 to 1.||직선의 몫, 0부터 1까지.]]"""
        way = min(self.done / self.steps, 1.0)
        return 1.0 - way if self.unfolds else way

    def forward(self, z):
        share = self.straight()
        return self.activation(z) * (1 - share) + (z * self.slope + self.level) * share
'''
