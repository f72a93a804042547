"""The text of what an edit does to parameters and to the optimizer's memory of them: methods of the training."""

from __future__ import annotations

CUTTING = '''
@if rearrange
    @torch.no_grad()
    def rearrange(self, name, dimension, places):
        """[[Give a parameter other rows (dimension 0) or columns (1).

        `places`: of the old ones those that it gets, in order; -1 is a new one, with zeros. The optimizer's memory is
        cut and joined in the same way: what is new remembers nothing.||
        매개변수에 다른 행(dimension 0)이나 열(1)을 줍니다.

        `places`: 옛것 가운데 가질 것의 자리, 순서대로. -1은 0으로 채운 새것입니다. 옵티마이저의 기억도
        똑같이 자르고 잇습니다. 새것은 기억이 없습니다.]]"""
        old = self.net.get_parameter(name)
        places = torch.as_tensor(places, device=old.device)
        is_new = (places < 0).nonzero().flatten()

        def cut(tensor, value=0.0):
            return tensor.index_select(dimension, places.clamp(min=0)).index_fill(dimension, is_new, value)

        new = nn.Parameter(cut(old.data))
        memory = self.optimizer.state.pop(old, {})
        if memory:
            alike = [key for key, kept in memory.items() if torch.is_tensor(kept) and kept.shape == old.shape]
            self.optimizer.state[new] = memory | {key: cut(memory[key]) for key in alike}
        self.age[new], self.begun[new] = cut(self.age.pop(old)), cut(self.begun.pop(old))
        self.slow[new] = cut(self.slow.pop(old), self.climb)
        self.young = self.young or len(is_new) > 0
@if frozen
        if old in self.frozen:
            self.frozen[new] = cut(self.frozen.pop(old), False)
@end
        path, _, kind = name.rpartition(".")
        module = self.net.get_submodule(path)
        setattr(module, kind, new)
        if kind == "weight" and isinstance(module, nn.Linear):
            module.out_features, module.in_features = new.shape
        self.register()
        return new

@end
@if add_rows
    @torch.no_grad()
    def add_rows(self, name, values):
        """[[Add units: their fan-in, (new, fan-in).||유닛을 늘립니다. 그 유닛으로 들어오는 가중치, (새것, 입력).]]"""
        width = len(self.net.get_parameter(name))
        self.rearrange(name, 0, [*range(width), *[-1] * len(values)])[width:] = values

@end
@if add_columns
    @torch.no_grad()
    def add_columns(self, name, values):
        """[[Listen to more units: (units, new).||더 많은 유닛의 값을 받습니다. (유닛, 새것).]]"""
        width = self.net.get_parameter(name).shape[1]
        self.rearrange(name, 1, [*range(width), *[-1] * values.shape[1]])[:, width:] = values

@end
@if keep_rows
    def keep_rows(self, name, places):
        """[[Keep only these units.||이 유닛만 남깁니다.]]"""
        self.rearrange(name, 0, places)

@end
@if keep_columns
    def keep_columns(self, name, places):
        """[[Listen only to these units.||이 유닛의 값만 받습니다.]]"""
        self.rearrange(name, 1, places)

@end
@if write
    @torch.no_grad()
    def write(self, name, values):
        """[[Give a parameter other values; the optimizer's memory stays.||
        매개변수의 값을 바꿉니다. 옵티마이저의 기억은 그대로입니다.]]"""
        self.net.get_parameter(name).copy_(values)

@end
@if remember
    def remember(self, name, **memory):
        """[[Give the optimizer another memory of a parameter.||옵티마이저에 매개변수의 다른 기억을 줍니다.]]"""
        state = self.optimizer.state[self.net.get_parameter(name)]
        state.setdefault("step", torch.tensor(0.0))
        state.update(memory)

@end
@if forget
    def forget(self, name, place):
        """[[Let the optimizer forget one number of a parameter.||
        매개변수의 수 하나에 대한 옵티마이저의 기억을 지웁니다.]]"""
        p = self.net.get_parameter(name)
        memory = [kept for kept in self.optimizer.state[p].values() if torch.is_tensor(kept) and kept.shape == p.shape]
        for tensor in (*memory, self.age[p], self.begun[p], self.slow[p]):
            tensor[place] = 0
        self.young = True

@end
@if aged
    def aged(self, name, age, begun, slow):
        """[[Say how old the numbers of a parameter are, and how slowly their learning rate climbs.||
        매개변수의 수들이 몇 스텝을 지났는지, 학습률이 얼마나 천천히 커지는지 정합니다.]]"""
        p = self.net.get_parameter(name)
        for kept, value in ((self.age[p], age), (self.begun[p], begun), (self.slow[p], slow)):
            kept[:] = torch.as_tensor(value)
        self.young = True

@end
@if frozen
    def freeze(self, name, units=slice(None), still=True):
        """[[Freeze a layer, or some units of it, or let them learn again.

        requires_grad_(False) freezes a layer too; but then the optimizer's memory of it stands still as well.||
        층이나 그 층의 몇 유닛을 고정하거나, 다시 배우게 합니다.

        requires_grad_(False)도 층을 고정하지만, 그러면 옵티마이저의 기억도 함께 멈춥니다.]]"""
        for module in (name, f"{name}_norm"):
            there = module in dict(self.net.named_modules())
            for p in self.net.get_submodule(module).parameters() if there else ():
                self.frozen.setdefault(p, torch.zeros_like(p, dtype=torch.bool))[units] = still

@end
@if points
    def points_changed(self):
        """[[Of another number of points there is another shuffle, as far in the epoch as before.||
        점의 수가 달라지면 다시 섞고, 에포크의 같은 자리에서 이어 갑니다.]]"""
        old, count = len(self.rows), len(x_train)
        if count != old:
            self.seen = min(self.seen * count // old, count - 1)
            self.rows = torch.randperm(count, generator=self.order)

@end
@if switch
    def use(self, optimizer, keep=()):
        """[[Go on with another optimizer; `keep`: what it takes over of the old one's memory.||
        다른 옵티마이저로 이어 갑니다. `keep`: 옛 옵티마이저의 기억에서 물려받는 것.]]"""
        old, self.optimizer = self.optimizer, optimizer
        for p in self.net.parameters():
            if keep and old.state.get(p):
                kept = {name: old.state[p][name] for name in keep if name in old.state[p]}
                if optimizer.param_groups[0].get("amsgrad"):
                    kept.setdefault("max_exp_avg_sq", kept["exp_avg_sq"].clone())
                optimizer.state[p] = kept
@if grown
            elif not keep:  # [[all begin at age 0; what climbs goes on climbing||
            # 모두 나이 0에서 시작하고, 커지던 학습률은 이어서 커집니다]]
                climbed = (self.age[p] + 1 - self.begun[p]) / (self.ramp_steps * self.slow[p]).clamp(min=1)
                self.slow[p] *= climbed < 1
                self.begun[p] -= self.age[p]
                self.age[p].zero_()
@end

@end
'''
