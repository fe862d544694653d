'use strict';
(() => {
  const svg = document.querySelector('svg');
  const tip = document.getElementById('tip');
  const left = Number(svg.dataset.left);
  const width = Number(svg.dataset.width);
  const seconds = Number(svg.dataset.seconds);
  const spans = [...document.querySelectorAll('[data-from]')].map((element) => ({
    from: Number(element.dataset.from),
    to: Number(element.dataset.to),
    rect: element.querySelector('rect'),
    number: element.querySelector('.number'),
  }));
  let from = 0;
  let to = seconds;

  const x = (time) => left + (time - from) / (to - from) * width;

  function axis() {
    const axis = document.getElementById('axis');
    const { top, bottom } = axis.dataset;
    let step = 1e-6;
    for (let i = 0; (to - from) / step > 8; i++) {
      step *= i % 3 === 1 ? 2.5 : 2;
    }
    const digits = step >= 1 ? 0 : Math.ceil(-Math.log10(step) - 1e-9);
    let marks = '';
    for (let i = Math.ceil(from / step); i * step <= to; i++) {
      const at = x(i * step).toFixed(1);
      marks += `<line class="grid" x1="${at}" x2="${at}" y1="${top}" y2="${bottom}"/>`
        + `<text class="tick" x="${at}" y="${Number(bottom) + 15}">${(i * step).toFixed(digits)}</text>`;
    }
    axis.innerHTML = marks;
  }

  function show(newFrom, newTo) {
    const span = Math.min(seconds, Math.max(1e-5, newTo - newFrom));
    from = Math.min(seconds - span, Math.max(0, newFrom));
    to = from + span;
    for (const { from: begin, to: end, rect, number } of spans) {
      // Far outside nothing is seen, but huge coordinates upset some renderers.
      const a = Math.max(-1e5, Math.min(1e5, x(begin)));
      const b = Math.max(-1e5, Math.min(1e5, x(end)));
      rect.setAttribute('x', a);
      rect.setAttribute('width', Math.max(0.5, b - a));
      if (number) {
        const seenFrom = Math.max(left, a);
        const seenTo = Math.min(left + width, b);
        number.setAttribute('x', (seenFrom + seenTo) / 2);
        number.setAttribute('visibility', seenTo - seenFrom < 16 ? 'hidden' : 'visible');
      }
    }
    axis();
  }

  function zoom(factor, around) {
    show(around - (around - from) * factor, around + (to - around) * factor);
  }

  function timeAt(event) {
    const point = new DOMPoint(event.clientX, event.clientY)
      .matrixTransform(svg.getScreenCTM().inverse());
    return Math.min(to, Math.max(from, from + (point.x - left) / width * (to - from)));
  }

  svg.addEventListener('wheel', (event) => {
    event.preventDefault();
    zoom(event.deltaY < 0 ? 0.8 : 1.25, timeAt(event));
  }, { passive: false });

  let grip = null;
  svg.addEventListener('pointerdown', (event) => {
    grip = { x: event.clientX, from, to };
  });
  addEventListener('pointerup', () => { grip = null; });
  addEventListener('pointermove', (event) => {
    if (grip) {
      const scale = svg.getScreenCTM().a;
      const moved = (event.clientX - grip.x) / scale / width * (grip.to - grip.from);
      show(grip.from - moved, grip.to - moved);
    }
  });
  document.getElementById('closer').onclick = () => zoom(0.5, (from + to) / 2);
  document.getElementById('wider').onclick = () => zoom(2, (from + to) / 2);
  document.getElementById('all').onclick = () => show(0, seconds);
  addEventListener('beforeprint', () => show(0, seconds));

  function tell(bar, x, y) {
    tip.textContent = bar.getAttribute('aria-label').split(' · ').join('\n');
    tip.hidden = false;
    const box = tip.getBoundingClientRect();
    tip.style.left = Math.max(4, Math.min(innerWidth - box.width - 4, x + 14)) + 'px';
    tip.style.top = Math.max(4, Math.min(innerHeight - box.height - 4, y + 14)) + 'px';
  }

  for (const bar of document.querySelectorAll('.bar[data-task]')) {
    bar.querySelector('title').remove(); // or the browser would show it beside ours
    bar.addEventListener('mousemove', (event) => tell(bar, event.clientX, event.clientY));
    bar.addEventListener('mouseleave', () => { tip.hidden = true; });
    bar.addEventListener('focus', () => {
      const box = bar.getBoundingClientRect();
      tell(bar, box.left, box.bottom);
    });
    bar.addEventListener('blur', () => { tip.hidden = true; });
  }
})();
