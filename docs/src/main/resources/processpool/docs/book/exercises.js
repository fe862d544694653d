'use strict';

// How the page's exercises are, while the reader saves their files in an editor.

{
  const section = document.getElementById('exercises');
  if (section && !book.live) {
    book.add(section.querySelector('h2').parentElement, 'p', book.say('exercises.static'));
  }
  if (section && book.live) {
    const language = document.documentElement.lang.slice(0, 2);
    let events = null;
    const told = ({ data }) => {
      for (const { id, state, text } of JSON.parse(data)) {
        const exercise = document.getElementById(id);
        if (exercise) {
          exercise.dataset.state = state;
          exercise.querySelector('small').textContent = book.say(`state.${state}`);
          const verdict = exercise.querySelector('.verdict');
          verdict.textContent = text.trim();
          verdict.hidden = state === 'not_done' || text.trim() === '';
        }
      }
    };
    // A browser has few connections for each server: a page that nobody sees keeps none.
    const listen = () => {
      events?.close();
      events = null;
      if (!document.hidden) {
        events = new EventSource(`${book.root}exercises?language=${language}`);
        events.onmessage = told;
      }
    };
    document.addEventListener('visibilitychange', listen);
    listen();
  }
}
