"use strict";
// What was drawn, made into what the data is. Ink is {height, width, data}: 0 for none, 1 for black, row by row.
// The digits come from forms that NIST read: sheared until upright, stretched to 20 by 32 dots, strokes of one width,
// then the black dots of each 4 by 4 block are counted. MNIST keeps the shape: scaled into 20 by 20, then moved until
// the centre of mass is the middle of 28 by 28.

const FIELD = 32, BOX_WIDTH = 20, BLOCK = 4, INK_LEAST = 0.27, INK_MOST = 0.34, MOST_TURNS = 5;
const MNIST_SIDE = 28, MNIST_BOX = 20, FAINT = 0.5, GREY = 0.15;

const inkOf = (height, width) => ({height, width, data: new Float32Array(height * width)});
const clamped = (value, least, most) => Math.min(Math.max(value, least), most);

/** Round half to even, as Python does. */
function rounded(value) {
  const down = Math.floor(value), rest = value - down;
  if (rest !== 0.5) return Math.round(value);
  return down % 2 === 0 ? down : down + 1;
}

/** Return the box of what is at least `least`: {top, left, height, width}, null for nothing. */
function boxOf(ink, least) {
  let top = Infinity, bottom = -1, left = Infinity, right = -1;
  for (let y = 0; y < ink.height; y++) for (let x = 0; x < ink.width; x++) {
    if (ink.data[y * ink.width + x] < least) continue;
    top = Math.min(top, y); bottom = Math.max(bottom, y);
    left = Math.min(left, x); right = Math.max(right, x);
  }
  return bottom < 0 ? null : {top, left, height: bottom - top + 1, width: right - left + 1};
}

function cut(ink, box) {
  const made = inkOf(box.height, box.width);
  for (let y = 0; y < box.height; y++) for (let x = 0; x < box.width; x++)
    made.data[y * box.width + x] = ink.data[(box.top + y) * ink.width + box.left + x];
  return made;
}

/** Return the share that each old dot has in each new one, as rows. */
function covering(before, after) {
  return Array.from({length: after}, (_, to) => {
    const start = to * before / after, end = (to + 1) * before / after;
    const row = Array.from({length: before}, (_, old) => Math.max(0, Math.min(end, old + 1) - Math.max(start, old)));
    const sum = row.reduce((a, b) => a + b, 0);
    return row.map(share => share / sum);
  });
}

/** Every new value is the mean over the area that it covers. */
function resampled(ink, height, width) {
  const down = covering(ink.height, height), across = covering(ink.width, width), made = inkOf(height, width);
  const half = new Float64Array(height * ink.width);
  for (let y = 0; y < height; y++) for (let old = 0; old < ink.height; old++) {
    const share = down[y][old];
    if (share) for (let x = 0; x < ink.width; x++) half[y * ink.width + x] += share * ink.data[old * ink.width + x];
  }
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) {
    let sum = 0;
    for (let old = 0; old < ink.width; old++) sum += across[x][old] * half[y * ink.width + old];
    made.data[y * width + x] = sum;
  }
  return made;
}

function dotsOf(ink, least) {
  const made = inkOf(ink.height, ink.width);
  for (let i = 0; i < made.data.length; i++) made.data[i] = ink.data[i] >= least ? 1 : 0;
  return made;
}

function firstDot(dots, fromRow, toRow) {
  for (let x = 0; x < dots.width; x++) for (let y = fromRow; y < toRow; y++) if (dots.data[y * dots.width + x]) return x;
  return 0;
}

/** Move the rows sideways until the first and the last begin at the same column. */
function sheared(dots) {
  const {height, width} = dots, band = Math.max(1, Math.floor(height / FIELD));
  let slant = firstDot(dots, height - band, height) - firstDot(dots, 0, band);
  slant = clamped(slant, -width, width);
  if (height === 1 || slant === 0) return dots;
  const made = inkOf(height, width + Math.abs(slant));
  for (let row = 0; row < height; row++) {
    const along = slant * (height - 1 - row) / (height - 1), start = rounded(slant > 0 ? along : along - slant);
    for (let x = 0; x < width; x++) made.data[row * made.width + start + x] = dots.data[row * width + x];
  }
  return made;
}

/** The dots, and their neighbours above, below, left and right; `outside`: what lies beyond the edge. */
function grown(dots, outside) {
  const {height, width} = dots, made = inkOf(height, width);
  const at = (y, x) => y < 0 || x < 0 || y >= height || x >= width ? outside : dots.data[y * width + x];
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++)
    made.data[y * width + x] = at(y, x) || at(y - 1, x) || at(y + 1, x) || at(y, x - 1) || at(y, x + 1) ? 1 : 0;
  return made;
}

function turnedOver(dots) {
  return {height: dots.height, width: dots.width, data: dots.data.map(dot => 1 - dot)};
}

/** Stretch what is left from the first row to the last; null for nothing. */
function filled(field) {
  const box = boxOf(field, FAINT);
  if (!box) return null;
  if (box.height === FIELD) return field;
  return dotsOf(resampled(cut(field, {top: box.top, left: 0, height: box.height, width: FIELD}), FIELD, FIELD), FAINT);
}

const shareOf = dots => dots.data.reduce((a, b) => a + b, 0) / dots.data.length;

/** 32 by 20 dots -> 32 by 32, its strokes as wide as those of the digits. */
function evened(dots) {
  const side = (FIELD - BOX_WIDTH) / 2;
  let field = inkOf(FIELD, FIELD);
  for (let y = 0; y < FIELD; y++) for (let x = 0; x < BOX_WIDTH; x++)
    field.data[y * FIELD + side + x] = dots.data[y * BOX_WIDTH + x];
  for (let turn = 0; turn < MOST_TURNS; turn++) {
    const share = shareOf(field);
    if (share >= INK_LEAST && share <= INK_MOST) break;
    const next = filled(share < INK_LEAST ? grown(field, 0) : turnedOver(grown(turnedOver(field), 1)));
    if (!next || Math.abs(shareOf(next) - 0.305) > Math.abs(share - 0.305)) break;
    field = next;
  }
  return field;
}

/** Ink -> 8 by 8 in sixteenths, as the digits are; null for no ink. */
function asDigits(ink) {
  const dots = dotsOf(ink, FAINT), box = boxOf(dots, FAINT);
  if (!box) return null;
  const straight = sheared(cut(dots, box)), upright = cut(straight, boxOf(straight, FAINT));
  const field = evened(dotsOf(resampled(upright, FIELD, BOX_WIDTH), FAINT)), side = FIELD / BLOCK;
  const made = inkOf(side, side);
  for (let y = 0; y < FIELD; y++) for (let x = 0; x < FIELD; x++)
    made.data[Math.floor(y / BLOCK) * side + Math.floor(x / BLOCK)] += field.data[y * FIELD + x] / (BLOCK * BLOCK);
  return made;
}

/** Ink -> 28 by 28, as MNIST is; null for no ink. */
function asMnist(ink) {
  const box = boxOf(ink, GREY);
  if (!box) return null;
  const scale = MNIST_BOX / Math.max(box.height, box.width);
  const height = Math.max(1, rounded(box.height * scale)), width = Math.max(1, rounded(box.width * scale));
  const small = resampled(cut(ink, box), height, width), made = inkOf(MNIST_SIDE, MNIST_SIDE);
  let mass = 0, down = 0, right = 0;
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) {
    const value = small.data[y * width + x];
    mass += value; down += y * value; right += x * value;
  }
  const top = clamped(rounded(MNIST_SIDE / 2 - down / mass), 0, MNIST_SIDE - height);
  const left = clamped(rounded(MNIST_SIDE / 2 - right / mass), 0, MNIST_SIDE - width);
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++)
    made.data[(top + y) * MNIST_SIDE + left + x] = rounded(clamped(small.data[y * width + x], 0, 1) * 255) / 255;
  return made;
}

/** Ink -> the picture's size as it lies on the pad, nothing moved; null for no ink. */
function asDrawn(ink, height, width) {
  return boxOf(ink, GREY) ? resampled(ink, height, width) : null;
}
