'use strict';

// The programs of a page: chosen, predicted, run, watched, stopped.

{
  const stage = document.getElementById('stage');
  const $ = (id) => document.getElementById(id);
  let chosen = null;
  let over = false; // whether the main of the run has returned
  let running = null; // what ends the reading of the run that is under way

  function choose(button) {
    chosen = button;
    for (const one of stage.querySelectorAll('#tries button')) {
      one.setAttribute('aria-pressed', String(one === button));
    }
    for (const source of stage.querySelectorAll('.source')) {
      source.hidden = source.dataset.source !== button.dataset.source;
    }
    const question = questionOf(button);
    const first = button === stage.querySelector('#tries button');
    $('ask').hidden = first && !question;
    $('ask').querySelector('label').textContent =
      question ? question.querySelector('summary').textContent : book.say('expect');
    $('expected').value = '';
    $('expected').placeholder = book.say('expect.hint');
    $('came').hidden = true;
  }

  function questionOf(button) {
    return document.querySelector(`details.question[data-program="${button.dataset.program}"]`);
  }

  function state(text) {
    $('state').textContent = text;
  }

  function begin() {
    $('printed').replaceChildren();
    $('printed').hidden = false;
    $('live').replaceChildren();
    $('came').hidden = true;
    over = false;
    state(book.say('starting'));
    busy(true);
  }

  function busy(is) {
    $('stop').disabled = !is;
    $('kill').disabled = !is;
    $('kill').hidden = !book.live;
  }

  function print(line) {
    const atEnd = $('printed').scrollTop + $('printed').clientHeight
      >= $('printed').scrollHeight - 4;
    $('printed').append(`${line}\n`);
    if (atEnd) {
      $('printed').scrollTop = $('printed').scrollHeight;
    }
  }

  /** What was expected beside what came, and what the page says to it. */
  function compare(button) {
    const expected = $('expected').value.trim();
    const question = questionOf(button);
    const came = $('came');
    came.replaceChildren();
    if ($('printed').textContent === '') {
      print(book.say('silent'));
    }
    if (expected) {
      const said = book.add(came, 'p');
      book.add(said, 'strong', `${book.say('expected')}: `);
      said.append(expected);
    }
    if (question) {
      const answer = book.add(came, 'div');
      book.add(answer, 'strong', book.say('reading'));
      for (const part of [...question.children].slice(1)) {
        answer.append(part.cloneNode(true));
      }
    }
    came.hidden = came.childElementCount === 0;
  }

  /** Understands an event; true when it is the last one. */
  function take(event, button) {
    if ('line' in event) {
      if (!over) {
        state(book.say(book.live ? 'running' : 'recorded'));
      }
      print(event.line);
    } else if ('live' in event) {
      $('live').replaceChildren(); // of several pools the latest
      const frame = book.add($('live'), 'iframe');
      frame.title = book.say('live', button.textContent);
      frame.src = event.live + (document.documentElement.lang === 'en' ? '#en' : '#zh');
      if (!over) { // a short main is over before its page is there
        state(book.say('running'));
      }
    } else if ('over' in event) {
      over = true;
      $('kill').disabled = true; // the workers have ended with main
      state(book.say('main.over'));
      compare(button);
    } else if ('exit' in event) {
      if (!over) {
        compare(button);
      }
      state(book.say('ended', event.exit));
      return true;
    }
    return false;
  }

  async function run() {
    running?.abort();
    const own = new AbortController();
    const button = chosen;
    running = own;
    begin();
    try {
      const last = book.live ? await listen(button, own) : await playBack(button, own);
      if (running === own && !last) {
        state(book.say('stopped'));
      }
    } catch {
      if (running === own) {
        state(book.say(own.signal.aborted ? 'stopped' : 'lost'));
      }
    }
    if (running === own) {
      running = null;
      busy(false);
    }
  }

  async function listen(button, own) {
    const answer = await book.post('run', { program: button.dataset.program });
    if (!answer.ok) {
      state(book.say(answer.status === 503 ? 'many' : 'lost'));
      return true;
    }
    const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
    own.signal.addEventListener('abort', () => reader.cancel());
    let text = '';
    let last = false;
    for (let { done, value } = await reader.read(); !done; { done, value } = await reader.read()) {
      const parts = (text + value).split('\n\n');
      text = parts.pop();
      for (const part of parts) {
        if (part.startsWith('data: ') && running === own) {
          last = take(JSON.parse(part.slice(6)), button) || last;
        }
      }
    }
    return last;
  }

  async function playBack(button, own) {
    const answer = await fetch(`${book.root}assets/runs/${button.dataset.program}.json`);
    const start = performance.now();
    let last = false;
    for (const [millis, event] of await answer.json()) {
      await new Promise((resolve) => {
        setTimeout(resolve, Math.max(0, millis - (performance.now() - start)));
      });
      own.signal.throwIfAborted();
      last = take(JSON.parse(event), button) || last;
    }
    return last;
  }

  if (stage) {
    for (const button of stage.querySelectorAll('#tries button')) {
      button.hidden = false;
      button.onclick = () => choose(button);
      // The same beside what the page shows as its output.
      const shown = document.querySelector(`figure.output[data-program="${button.dataset.program}"]`);
      if (shown) {
        const again = book.add(shown, 'button', `▶ ${book.say('run')}`, 'copy');
        again.type = 'button';
        again.onclick = () => {
          choose(button);
          stage.scrollIntoView({ block: 'nearest' });
          $('run').focus();
        };
      }
    }
    choose(stage.querySelector('#tries button'));
    $('controls').hidden = false;
    busy(false);
    $('run').onclick = run;
    $('expected').onkeydown = (event) => {
      if (event.key === 'Enter') {
        run();
      }
    };
    $('stop').onclick = async () => {
      running?.abort();
      $('live').replaceChildren();
      if (book.live) {
        await book.post('stop', {}).catch(() => {});
      }
    };
    $('kill').onclick = () => book.post('kill', {}).catch(() => {});
  }
}
