'use strict';

// ---- words

const WORDS = {
  en: {
    controls: 'pool', fewer: '− worker', more: '+ worker', save: 'Save', close: 'Close the page',
    picture: 'Workers', time: 'time', pause: 'Pause the picture', resume: 'Go on', span: 'Show',
    all: 'all', seconds: (n) => `${n} s`, minutes: (n) => `${n} min`, door: 'At the door',
    most: (n) => `at most ${n}`, waiting: (n) => (n === '1' ? '1 call waits' : `${n} calls wait`), workers: 'workers',
    back: 'Scroll back', list: 'The latest tasks as a table', maps: 'Maps', output: 'Output',
    silent: 'Nothing has been printed yet.', open: 'running', closed: 'closed, finishing',
    gone: 'ended', lost: 'no connection', left: 'page closed', saved: 'saved picture',
    processes: 'workers', busy: 'busy', idle: 'idle', queued: 'waiting', submitted: 'submitted',
    succeeded: 'succeeded', failed: 'failed', cancelled: 'cancelled', deaths: 'deaths',
    retirements: 'retirements', worker: (i) => `Worker ${i}`, STARTING: 'starting', BUSY: 'busy',
    IDLE: 'idle', LEAVING: 'leaving', ended: 'ended', DIED: (code) => `died, exit ${code}`,
    RETIRED: () => 'retired', SURPLUS: () => 'no longer needed',
    POOL_ENDED: () => 'ended with the pool',
    kill: 'Kill', killIt: (i, who) => `Kill worker ${i}, ${who}`,
    use: (calls, percent, mb) =>
      `${calls} calls · ${percent}% busy` + (mb < 0 ? '' : ` · ${mb} MB`),
    hasDied: (i, who, code) => `Worker ${i} (${who}) died, exit code ${code}.`,
    hasCome: (i, who) => `Worker ${i} has a new process, ${who}.`,
    sample: (drawn, n) => `More tasks than can be drawn: ${drawn} of ${n} have a bar, and the `
      + 'numbers above count all.',
    earlier: (n) => `${n} earlier workers are not shown.`,
    task: 'task', call: (i, size) => (size < 0 ? `call ${i}` : `call ${i} of ${size}`),
    callsOf: (from, to, size) => `calls ${from} to ${to}` + (size < 0 ? '' : ` of ${size}`),
    took: (t) => `took ${t}`, runs: (t) => `has been running for ${t}`,
    columns: ['worker', 'process', 'task', 'function', 'began', 'took', 'outcome'],
    returned: 'returned', running: 'running', finished: 'finished', starting: 'worker starting',
    many: 'too many pages show this pool; close one and load this again', cannot: 'not possible: ',
    mapText: (done, size, bad) => (size < 0 ? `${done}` : `${done} of ${size}`)
      + (bad ? `, ${bad} failed` : ''),
  },
  zh: {
    controls: '进程池', fewer: '− 工作进程', more: '+ 工作进程', save: '保存', close: '关闭页面',
    picture: '工作进程', time: '时间', pause: '暂停画面', resume: '继续', span: '显示',
    all: '全部', seconds: (n) => `${n} 秒`, minutes: (n) => `${n} 分钟`, door: '门口',
    most: (n) => `最多 ${n}`, waiting: (n) => `${n} 次调用在等待`, workers: '工作进程',
    back: '回看', list: '以表格列出最近的任务', maps: 'map 的进度', output: '输出',
    silent: '还没有打印任何内容。', open: '运行中', closed: '已关闭，正在收尾',
    gone: '已结束', lost: '连接已断开', left: '页面已关闭', saved: '保存的画面',
    processes: '工作进程', busy: '忙碌', idle: '空闲', queued: '等待', submitted: '已提交',
    succeeded: '成功', failed: '失败', cancelled: '已取消', deaths: '意外退出',
    retirements: '更换', worker: (i) => `工作进程 ${i}`, STARTING: '启动中', BUSY: '忙碌',
    IDLE: '空闲', LEAVING: '正在退出', ended: '已结束', DIED: (code) => `意外退出，退出码 ${code}`,
    RETIRED: () => '已更换', SURPLUS: () => '不再需要', POOL_ENDED: () => '随进程池结束',
    kill: '杀掉', killIt: (i, who) => `杀掉工作进程 ${i}，${who}`,
    use: (calls, percent, mb) => `${calls} 次调用 · 忙碌 ${percent}%` + (mb < 0 ? '' : ` · ${mb} MB`),
    hasDied: (i, who, code) => `工作进程 ${i}（${who}）意外退出，退出码 ${code}。`,
    hasCome: (i, who) => `工作进程 ${i} 有了新的进程，${who}。`,
    sample: (drawn, n) => `任务太多，无法全部画出：${n} 个中画了 ${drawn} 个，上面的数字包含全部。`,
    earlier: (n) => `另有 ${n} 个更早的工作进程没有显示。`,
    task: '任务', call: (i, size) => (size < 0 ? `第 ${i} 次调用` : `第 ${i} 次调用，共 ${size} 次`),
    callsOf: (from, to, size) => `第 ${from} 到 ${to} 次调用` + (size < 0 ? '' : `，共 ${size} 次`),
    took: (t) => `用时 ${t}`, runs: (t) => `已运行 ${t}`,
    columns: ['工作进程', '进程', '任务', '函数', '开始', '用时', '结果'],
    returned: '已返回', running: '正在运行', finished: '完成', starting: '工作进程启动中',
    many: '已有太多页面在显示这个进程池，请关闭一个再重新加载', cannot: '无法执行：',
    mapText: (done, size, bad) => (size < 0 ? `${done}` : `${done} / ${size}`)
      + (bad ? `，${bad} 个失败` : ''),
  },
};
// Who shows the page in a frame may say in which language: …/#zh
const chinese = (location.hash.slice(1) || navigator.language).toLowerCase().startsWith('zh');
const words = chinese ? WORDS.zh : WORDS.en;
const $ = (id) => document.getElementById(id);

const savedData = $('saved');
savedData?.remove();
const bareBody = document.body.innerHTML; // as it came: what is saved begins with it

document.documentElement.lang = chinese ? 'zh-CN' : 'en';
for (const element of document.querySelectorAll('[data-word]')) {
  element.textContent = words[element.dataset.word];
}
for (const element of document.querySelectorAll('[data-label]')) {
  element.setAttribute('aria-label', words[element.dataset.label]);
}
for (const kind of ['finished', 'running', 'failed', 'starting', 'queued']) {
  const entry = add($('legend'), 'span', words[kind]);
  entry.className = { running: 'run', failed: 'fail', starting: 'start', queued: 'wait' }[kind] ?? '';
}
for (const column of words.columns) {
  add($('columns'), 'th', column).scope = 'col';
}

function add(parent, tag, text = '') {
  const element = document.createElement(tag);
  element.textContent = text;
  parent.append(element);
  return element;
}

// ---- what is known; bounded, as in the program

const MOST_BARS = 20_000;
const MOST_SAMPLES = 2_000;
const MOST_LINES = 500;
const MOST_DEAD = 12;
const UNKNOWN = -(2 ** 50);

let state;

function forget() {
  state = { pool: null, now: 0, tasks: 0, lanes: new Map(), running: [],
    bars: new Thinned(MOST_BARS, length), samples: new Thinned(MOST_SAMPLES, waitingOf),
    maps: new Map(), lines: [] };
}

/** Keeps the latest, and of all before those the same share of each stretch, as the program does. */
class Thinned {
  constructor(most, size, entries = []) {
    Object.assign(this, { half: most >> 1, size, older: [], latest: [], share: 1, seen: 0,
      best: null });
    entries.forEach((entry) => this.latest.push(entry));
  }

  better(one, other) {
    return one && this.size(one) >= this.size(other) ? one : other;
  }

  add(entry) {
    this.latest.push(entry);
    if (this.latest.length >= 2 * this.half) { // seldom, as a shift moves all
      for (const old of this.latest.splice(0, this.half)) {
        this.age(old);
      }
    }
  }

  age(old) {
    this.best = this.better(this.best, old);
    this.seen += 1;
    if (this.seen < this.share) {
      return;
    }
    this.older.push(this.best);
    this.best = null;
    this.seen = 0;
    if (this.older.length >= this.half) {
      const fewer = [];
      for (let i = 0; i + 1 < this.older.length; i += 2) {
        fewer.push(this.better(this.older[i], this.older[i + 1]));
      }
      this.older = fewer;
      this.share *= 2;
    }
  }

  all() {
    return this.older.concat(this.latest);
  }

  last() {
    return this.latest.at(-1) ?? this.older.at(-1);
  }

  get length() {
    return this.older.length + this.latest.length;
  }
}

const length = (bar) => bar.to - bar.from;
const waitingOf = (sample) => sample.waiting;

function task([number, name, calls, index, size]) {
  return { number, name, calls, index, size };
}

function take(news) {
  if (news.all) {
    forget();
    $('output').replaceChildren();
    $('maps').replaceChildren();
  }
  const before = state.pool;
  Object.assign(state, { pool: news.pool, now: news.now, tasks: news.tasks });
  for (const [number, index, node, pid, started, ready, ended, exit, reason] of news.lanes) {
    const known = state.lanes.get(number);
    const lane = { number, index, node, pid, started, ready, ended, exit, reason };
    state.lanes.set(number, lane);
    if (before && before.state === 'open') {
      announce(known, lane);
    }
  }
  state.running = news.running.map(([lane, ...rest]) => (
    { lane, task: task(rest), from: rest[5] }));
  for (const [lane, ...rest] of news.bars) {
    state.bars.add({ lane, task: task(rest), from: rest[5], to: rest[6], failed: rest[7] === 1,
      why: rest[8] });
  }
  for (const [time, waiting, busy] of news.samples) {
    state.samples.add({ time, waiting, busy });
  }
  for (const [submission, name, size, done, failed] of news.maps) {
    state.maps.set(submission, { name, size, done, failed });
    if (state.maps.size > 40) {
      state.maps.delete(state.maps.keys().next().value);
    }
  }
  print(news.lines);
}

// ---- news for those who do not see the picture

let said = [];

function announce(known, lane) {
  const end = isOver(lane) && (!known || !isOver(known));
  if (end && hasDied(lane)) {
    say(words.hasDied(lane.index, processOf(lane), lane.exit));
  } else if (!known && [...state.lanes.values()].some((l) => l.index === lane.index && isOver(l))) {
    say(words.hasCome(lane.index, processOf(lane)));
  }
}

function say(text, bad = false) {
  said = [...said.slice(-1), text];
  $('notice').textContent = said.join(' ');
  $('notice').classList.toggle('bad', bad);
}

// ---- time

const SPANS = [2, 5, 15, 30, 120, 600, 0]; // seconds; 0 for all
for (const span of SPANS) {
  const text = span === 0 ? words.all
    : span < 60 ? words.seconds(span) : words.minutes(span / 60);
  add($('span'), 'option', text).value = span;
}
$('span').value = '30';

let heard = performance.now(); // when the last message came
let stopped = null; // the right edge of a picture that stands still; null when it follows
let chosen = false; // whether the user chose how much to show

function isOver(lane) {
  return lane.ended > UNKNOWN;
}

/** Which process it is, and of another machine's, where. */
function processOf({ node, pid }) {
  return (node ? `${node} · ` : '') + `PID ${pid}`;
}

function hasDied(lane) {
  return lane.reason === 'DIED';
}

/** Time goes on between messages, but not for long, and not when all is over. */
function now() {
  if (savedData || state.pool?.state === 'gone') {
    return lastEvent();
  }
  return state.now + Math.min(1500, performance.now() - heard) * 1000;
}

function lastEvent() {
  let last = state.bars.last()?.to ?? 0;
  for (const lane of state.lanes.values()) {
    last = Math.max(last, isOver(lane) ? lane.ended : state.now);
  }
  return last + 50_000;
}

/** The picture begins with the first worker, unless that is older than the page by far. */
function beginning() {
  let first = 0;
  for (const lane of state.lanes.values()) {
    if (lane.started > -5e6) {
      first = Math.min(first, lane.started);
    }
  }
  return first;
}

function view() {
  const first = beginning();
  const to = stopped ?? now();
  const span = Number($('span').value) * 1e6;
  const age = Math.max(1e6, to - first);
  const width = span === 0 ? age : Math.min(span, Math.max(age, Math.min(span, 5e6)));
  const from = Math.max(first, to - width);
  return { from, to: from + width };
}

function stop(at) {
  stopped = at;
  const pressed = stopped !== null;
  $('pause').setAttribute('aria-pressed', String(pressed));
  $('pause').textContent = pressed ? words.resume : words.pause;
  draw();
}

$('pause').onclick = () => stop(stopped === null ? now() : null);
$('span').onchange = () => {
  chosen = true;
  draw();
};
$('slider').oninput = () => {
  const at = Number($('slider').value) / 1000;
  stop(at === 1 ? null : beginning() + at * (now() - beginning()));
};

function duration(micros) {
  if (micros < 1000) {
    return `${Math.round(micros)} µs`;
  }
  return micros < 1e6 ? `${(micros / 1e3).toPrecision(3)} ms` : `${(micros / 1e6).toFixed(2)} s`;
}

// ---- rows

const rows = new Map(); // lane number to its elements

function statusOf(lane) {
  const at = state.pool.workers.find((w) => w[0] === lane.pid && w[1] === lane.node);
  if (isOver(lane)) {
    const text = words[lane.reason]?.(lane.exit) ?? words.ended;
    return { kind: hasDied(lane) ? 'died' : 'ended', text, at };
  }
  const kind = at ? at[2] : 'LEAVING';
  return { kind, text: words[kind], at };
}

function shownLanes() {
  const all = [...state.lanes.values()];
  const dead = all.filter(isOver).sort((a, b) => b.ended - a.ended);
  const hidden = new Set(state.pool.state === 'gone' ? dead.slice(64) : dead.slice(MOST_DEAD));
  set($('earlier'), words.earlier(hidden.size));
  $('earlier').hidden = hidden.size === 0;
  return all.filter((lane) => !hidden.has(lane))
    .sort((a, b) => a.index - b.index || a.number - b.number);
}

function number(n) {
  return n.toLocaleString('en-US').replaceAll(',', '\u202f');
}

function set(element, text) {
  if (element.textContent !== text) { // or screen readers, and selections, start anew
    element.textContent = text;
  }
}

function row(lane) {
  const element = document.createElement('li');
  element.className = 'row lane';
  element.dataset.pid = lane.pid;
  const who = add(element, 'div');
  who.className = 'who';
  add(who, 'strong', words.worker(lane.index));
  const badge = add(who, 'span');
  const small = add(who, 'small');
  add(small, 'span', processOf(lane));
  const use = add(small, 'span'); // as a whole on the next line, if there is no room
  const canvas = add(element, 'canvas');
  canvas.setAttribute('aria-hidden', 'true');
  canvas.dataset.lane = lane.number;
  const kill = add(element, 'button', words.kill);
  kill.type = 'button';
  kill.setAttribute('aria-label', words.killIt(lane.index, processOf(lane)));
  kill.onclick = () => act(`kill?pid=${lane.pid}`);
  return { element, badge, use, canvas, kill };
}

function layOut() {
  const lanes = shownLanes();
  const there = new Set(lanes.map((lane) => lane.number));
  for (const [number, { element }] of rows) {
    if (!there.has(number)) {
      element.remove();
      rows.delete(number);
    }
  }
  lanes.forEach((lane, i) => {
    let known = rows.get(lane.number);
    if (!known) {
      known = row(lane);
      rows.set(lane.number, known);
    }
    const list = $('lanes');
    if (list.children[i] !== known.element) {
      list.insertBefore(known.element, list.children[i] ?? null);
    }
    const status = statusOf(lane);
    known.badge.className = `badge ${status.kind}`;
    set(known.badge, status.text);
    set(known.use, status.at && !isOver(lane)
      ? words.use(status.at[3], status.at[4], status.at[5]) : '');
    known.element.classList.toggle('past', isOver(lane) && state.pool.state !== 'gone');
    known.kill.hidden = isOver(lane) || !connected;
    known.kill.disabled = lane.node !== '';
  });
}

const NUMBERS = ['processes', 'busy', 'idle', 'waiting', 'submitted', 'succeeded', 'failed',
  'cancelled', 'deaths', 'retirements'];
const cells = new Map(NUMBERS.map((name) => {
  const cell = add($('numbers'), 'div');
  add(cell, 'dt', words[name === 'waiting' ? 'queued' : name]);
  return [name, { cell, value: add(cell, 'dd', '0') }];
}));

function tell() {
  const pool = state.pool;
  set($('name'), pool.name);
  document.title = pool.name;
  const kind = savedData ? 'saved' : connected || pool.state === 'gone' ? pool.state : ending;
  $('state').className = `badge ${kind}`;
  set($('state'), words[kind]);
  for (const [name, { cell, value }] of cells) {
    set(value, number(pool[name]));
    cell.classList.toggle('bad', ['failed', 'deaths'].includes(name) && pool[name] > 0);
  }
  set($('waiting'), words.waiting(number(pool.waiting)));
  $('sample').hidden = state.bars.length >= state.tasks;
  set($('sample'), words.sample(number(state.bars.length), number(state.tasks)));
  for (const id of ['fewer', 'more']) {
    $(id).disabled = !connected || pool.state !== 'open' || (id === 'fewer' && pool.processes < 2);
  }
  $('close').disabled = !connected;
  layOut();
  tellMaps();
  if ($('list').open) {
    tellTasks();
  }
}

function tellMaps() {
  $('maps-section').hidden = state.maps.size === 0;
  for (const [submission, map] of state.maps) {
    let entry = document.querySelector(`#maps [data-submission="${submission}"]`);
    if (!entry) {
      entry = document.createElement('li');
      entry.dataset.submission = submission;
      add(entry, 'span');
      const bar = add(entry, 'progress');
      bar.setAttribute('aria-label', map.name);
      add(entry, 'span');
      $('maps').prepend(entry);
    }
    const [name, bar, text] = entry.children;
    set(name, map.name);
    set(text, words.mapText(map.done, map.size, map.failed));
    if (map.size >= 0) {
      bar.max = Math.max(1, map.size);
      bar.value = map.done + map.failed;
    }
  }
  for (const entry of [...$('maps').children]) {
    if (!state.maps.has(Number(entry.dataset.submission))) {
      entry.remove();
    }
  }
}

function tellTasks() {
  const latest = [...state.running.map((r) => ({ ...r, to: now(), runs: true })).reverse(),
    ...state.bars.latest.slice(-40).reverse()];
  $('tasks').replaceChildren(...latest.map((bar) => {
    const lane = state.lanes.get(bar.lane);
    const line = document.createElement('tr');
    const outcome = bar.runs ? words.running : bar.failed ? bar.why || words.failed : words.returned;
    [lane?.index ?? '', lane ? processOf(lane) : '', bar.task.number, bar.task.name,
      `${((bar.from - beginning()) / 1e6).toFixed(3)} s`, duration(bar.to - bar.from), outcome]
      .forEach((text) => add(line, 'td', String(text)));
    return line;
  }));
}
$('list').ontoggle = tellTasks;

function print(lines) {
  const list = $('output');
  const atEnd = list.scrollTop + list.clientHeight >= list.scrollHeight - 4;
  for (const [index, node, pid, time, error, text] of lines) {
    state.lines.push([index, node, pid, time, error, text]);
    const line = document.createElement('li');
    line.className = error ? 'error' : '';
    add(line, 'b', words.worker(index) + (node && ` · ${node}`)).title = processOf({ node, pid });
    line.append(text);
    list.append(line);
  }
  while (state.lines.length > MOST_LINES) {
    state.lines.shift();
    list.firstElementChild.remove();
  }
  $('silent').hidden = state.lines.length > 0;
  if (atEnd && lines.length > 0) {
    list.scrollTop = list.scrollHeight;
  }
}

// ---- the picture

let colours = {};
const dark = matchMedia('(prefers-color-scheme: dark)');

function lookUpColours() {
  const style = getComputedStyle(document.documentElement);
  for (const name of ['bar', 'run', 'fail', 'start', 'track', 'wait', 'soft', 'line', 'paper']) {
    colours[name] = style.getPropertyValue(`--${name}`).trim();
  }
}
dark.addEventListener('change', () => {
  lookUpColours();
  draw();
});

/** The canvas, cleared and as sharp as the screen. */
function pen(canvas) {
  const ratio = devicePixelRatio || 1;
  const width = canvas.clientWidth;
  const height = canvas.clientHeight;
  if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) {
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(height * ratio);
  }
  const context = canvas.getContext('2d');
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, width, height);
  return { context, width, height };
}

function draw() {
  if (!state.pool) {
    return;
  }
  const window = view();
  const until = Math.min(now(), stopped ?? Infinity); // what came after does not show in what was
  const byLane = new Map([...rows.keys()].map((number) => [number, []]));
  for (const bar of state.bars.all()) {
    if (bar.to >= window.from && bar.from <= Math.min(window.to, until)) {
      byLane.get(bar.lane)?.push(bar);
    }
  }
  for (const running of state.running) {
    if (running.from <= until) {
      byLane.get(running.lane)?.push({ ...running, to: until, runs: true });
    }
  }
  for (const [number, { canvas }] of rows) {
    drawLane(canvas, state.lanes.get(number), byLane.get(number), window, until);
  }
  drawDoor(window, until);
  drawAxis(window);
  if (document.activeElement !== $('slider') || stopped === null) {
    const all = Math.max(1, now() - beginning());
    $('slider').value = stopped === null ? 1000
      : Math.max(0, Math.min(999, 1000 * (stopped - beginning()) / all));
  }
}

function drawLane(canvas, lane, bars, window, until) {
  const { context, width, height } = pen(canvas);
  const x = (time) => (time - window.from) / (window.to - window.from) * width;
  const box = (from, to, colour, least = 0) => {
    const left = Math.max(-2, x(from));
    const right = Math.min(width + 2, x(to));
    if (right >= left) {
      context.fillStyle = colour;
      context.fillRect(left, 3, Math.max(least, right - left), height - 6);
    }
    return { left, right };
  };
  const end = Math.min(isOver(lane) ? lane.ended : until, until);
  const ready = lane.ready > UNKNOWN ? lane.ready : end;
  box(lane.started, end, colours.track);
  box(lane.started, ready, colours.start);
  context.font = '11px system-ui, sans-serif';
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  for (const bar of bars) {
    const colour = bar.failed ? colours.fail : bar.runs ? colours.run : colours.bar;
    const { left, right } = box(bar.from, Math.min(bar.to, until), colour, 1);
    const visible = Math.min(width, right) - Math.max(0, left);
    if (bar.failed && visible > 2) {
      hatch(context, Math.max(0, left), Math.min(width, right), height);
    }
    if (visible > 4) { // a seam between neighbours
      context.fillStyle = colours.paper;
      context.fillRect(right - 1, 3, 1, height - 6);
    }
    const label = String(bar.task.number);
    if (visible > 10 + 7 * label.length) {
      const middle = (Math.max(0, left) + Math.min(width, right)) / 2;
      if (bar.failed) { // a ground for what would stand on stripes
        context.fillStyle = colour;
        context.fillRect(middle - 4 * label.length - 2, 5, 8 * label.length + 4, height - 10);
      }
      context.fillStyle = '#ffffff';
      context.fillText(label, middle, height / 2 + .5);
    }
  }
  if (isOver(lane) && hasDied(lane) && lane.ended <= until) {
    const at = x(lane.ended);
    context.fillStyle = colours.fail;
    context.fillRect(at - 1, 0, 3, height);
  }
}

/** What failed is striped, for those who do not tell red from blue. */
function hatch(context, left, right, height) {
  context.save();
  context.beginPath();
  context.rect(left, 3, right - left, height - 6);
  context.clip();
  context.strokeStyle = colours.paper;
  context.globalAlpha = .55;
  context.lineWidth = 1.5;
  context.beginPath();
  for (let x = left - height; x < right; x += 7) {
    context.moveTo(x, height);
    context.lineTo(x + height, 0);
  }
  context.stroke();
  context.restore();
}

function drawDoor(window, until) {
  const { context, width, height } = pen($('door').querySelector('canvas'));
  const x = (time) => (time - window.from) / (window.to - window.from) * width;
  context.fillStyle = colours.track;
  context.fillRect(0, height - 1, width, 1);
  const inside = [];
  for (const sample of state.samples.all()) {
    if (sample.time < window.from) {
      inside[0] = sample; // what was so when the window begins
    } else if (sample.time <= Math.min(window.to, until)) {
      inside.push(sample);
    }
  }
  const most = Math.max(1, ...inside.filter(Boolean).map((sample) => sample.waiting));
  context.fillStyle = colours.wait;
  context.beginPath();
  context.moveTo(0, height - 1);
  let right = 0;
  inside.forEach((sample, i) => {
    const tall = height - 1 - sample.waiting / most * (height - 4);
    const left = Math.max(0, x(sample.time));
    right = Math.max(left, x(inside[i + 1]?.time ?? Math.min(until, window.to)));
    if (i === 0) {
      context.lineTo(left, height - 1);
    }
    context.lineTo(left, tall);
    context.lineTo(right, tall);
  });
  context.lineTo(right, height - 1);
  context.fill();
  context.font = '11px system-ui, sans-serif';
  context.textAlign = 'right';
  context.textBaseline = 'top';
  if (most > 1) {
    context.strokeStyle = colours.paper;
    context.lineWidth = 3;
    context.lineJoin = 'round';
    context.strokeText(words.most(most), width - 3, 3);
    context.fillStyle = colours.soft;
    context.fillText(words.most(most), width - 3, 3);
  }
}

function drawAxis(window) {
  const { context, width, height } = pen($('axis').querySelector('canvas'));
  const span = (window.to - window.from) / 1e6;
  let step = 1e-3;
  for (let i = 0; span / step > Math.max(2, width / 90); i++) {
    step *= i % 3 === 1 ? 2.5 : 2;
  }
  const digits = step >= 1 ? 0 : Math.ceil(-Math.log10(step) - 1e-9);
  const first = (window.from - beginning()) / 1e6;
  context.font = '11px system-ui, sans-serif';
  context.textBaseline = 'top';
  context.fillStyle = colours.soft;
  for (let i = Math.ceil(first / step); i * step <= first + span; i++) {
    const at = (i * step - first) / span * width;
    context.textAlign = at < 20 ? 'left' : at > width - 30 ? 'right' : 'center';
    context.fillRect(at, 0, 1, 4);
    context.fillText(`${(i * step).toFixed(digits)} s`, at, 6);
  }
}

// ---- pointing and dragging

function barAt(number, time) {
  const lane = state.lanes.get(number);
  const running = state.running.find((r) => r.lane === number && r.from <= time);
  if (running) {
    return { ...running, to: now(), runs: true };
  }
  const bars = state.bars.all();
  for (let i = bars.length - 1; lane && i >= 0; i--) {
    const bar = bars[i];
    if (bar.lane === number && bar.from <= time && time <= bar.to) {
      return bar;
    }
  }
  return null;
}

function describe({ task: { number, name, calls, index, size }, from, to, runs, failed, why }) {
  const which = size === 1 ? [] : calls === 1 ? [words.call(index, size)]
    : [words.callsOf(index, index + calls - 1, size)];
  return [`${words.task} ${number}`, name, ...which,
    runs ? words.runs(duration(to - from)) : words.took(duration(to - from)),
    ...(failed ? [words.failed + (why ? `: ${why}` : '')] : [])].join('\n');
}

let grip = null;
$('lanes').addEventListener('pointermove', (event) => {
  const canvas = event.target;
  $('tip').hidden = true;
  if (canvas.tagName !== 'CANVAS' || grip) {
    return;
  }
  const box = canvas.getBoundingClientRect();
  const window = view();
  const time = window.from + (event.clientX - box.left) / box.width * (window.to - window.from);
  const bar = barAt(Number(canvas.dataset.lane), time);
  if (bar) {
    $('tip').textContent = describe(bar);
    $('tip').hidden = false;
    const size = $('tip').getBoundingClientRect();
    $('tip').style.left = `${Math.max(4, Math.min(innerWidth - size.width - 4, event.clientX + 14))}px`;
    $('tip').style.top = `${Math.max(4, Math.min(innerHeight - size.height - 4, event.clientY + 14))}px`;
  }
});
$('lanes').addEventListener('pointerleave', () => {
  $('tip').hidden = true;
});
$('lanes').addEventListener('pointerdown', (event) => {
  if (event.target.tagName === 'CANVAS' && event.button === 0) {
    const window = view();
    grip = { x: event.clientX, to: window.to,
      scale: (window.to - window.from) / event.target.clientWidth };
  }
});
addEventListener('pointermove', (event) => {
  if (grip && Math.abs(event.clientX - grip.x) > 3) {
    const to = grip.to - (event.clientX - grip.x) * grip.scale;
    stop(to >= now() ? null : Math.max(beginning() + 1e5, to));
  }
});
addEventListener('pointerup', () => {
  grip = null;
});
addEventListener('resize', () => draw());

// ---- the program

let connected = false;
let ending = 'lost';
const token = location.pathname.split('/')[1];

async function act(what) {
  try {
    const answer = await fetch(what, { method: 'POST', headers: { 'X-Pool-Token': token } });
    if (!answer.ok) {
      say(words.cannot + await answer.text(), true);
    }
  } catch {
    say(words.lost, true);
  }
}
$('more').onclick = () => act('resize?by=1');
$('fewer').onclick = () => act('resize?by=-1');
$('close').onclick = () => act('close');

function connect() {
  const events = new EventSource('events');
  events.onmessage = ({ data }) => {
    const news = JSON.parse(data);
    heard = performance.now();
    connected = !news.closed;
    if (news.closed) {
      events.close();
      ending = 'left';
      if (stopped === null) {
        stop(now());
      }
    } else {
      take(news);
      if (state.pool.state === 'gone' && !chosen) {
        $('span').value = '0';
      }
    }
    told = false;
  };
  events.onerror = () => {
    connected = false;
    told = false;
    if (events.readyState === EventSource.CLOSED && !state.pool) {
      say(words.many, true);
    }
  };
}

let told = true;

/** At most twenty times a second, and not at all while nobody sees it. */
function show() {
  if (!document.hidden && state.pool) {
    if (!told) {
      told = true;
      tell();
    }
    if (stopped === null || savedData) {
      draw();
    }
  }
  if (!savedData) {
    setTimeout(() => requestAnimationFrame(show), 50);
  }
}

// ---- keeping it

$('save').onclick = () => {
  const css = document.querySelector('style').textContent;
  const script = document.querySelector('script[type=module]').textContent;
  const data = JSON.stringify({ ...state, lanes: [...state.lanes], maps: [...state.maps],
    bars: state.bars.all(), samples: state.samples.all() })
    .replaceAll('<', '\\u003c');
  const policy = "default-src 'none'; script-src 'nonce-saved'; style-src 'nonce-saved'";
  const text = `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<title>process pool</title>
<style nonce="saved">${css}</style>
<script type="module" nonce="saved">${script}<${'/'}script>
</head>
<body>${bareBody}<script type="application/json" id="saved">${data}<${'/'}script></body>
</html>
`;
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type: 'text/html' }));
  link.download = `${state.pool.name.replace(/[^\p{L}\p{N}._-]+/gu, '-')}.html`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
};

lookUpColours();
forget();
if (savedData) {
  const data = JSON.parse(savedData.textContent);
  state = { ...data, lanes: new Map(data.lanes), maps: new Map(data.maps), lines: [],
    bars: new Thinned(MOST_BARS, length, data.bars),
    samples: new Thinned(MOST_SAMPLES, waitingOf, data.samples) };
  $('controls').hidden = true;
  $('notice').hidden = true;
  $('pause').hidden = true;
  $('span').value = '0';
  print(data.lines);
  tell();
  draw();
} else {
  connect();
  show();
}
