/* An insight's chart, drawn again whenever theme or width change, and its rows on demand. Stored text is only ever text. */
(function () {
  'use strict';
  const MOST_ROWS = 1000;
  const $ = id => document.getElementById(id);
  let chart = null;
  let drawn = null;
  let width = 0;

  connectHost({
    name: 'altertable-chart',
    onInput: () => {},
    onResult: show,
    onCancelled: reason => say('The call was stopped. ' + reason, 'danger'),
  });

  $('data').addEventListener('click', () => showData($('frame').hidden));
  new ResizeObserver(() => { if (chart && document.body.clientWidth !== width) { draw(); } }).observe(document.body);
  new MutationObserver(draw).observe(document.documentElement, {attributes: true, attributeFilter: ['data-theme', 'style']});
  window.matchMedia('(prefers-color-scheme: dark)').addEventListener('change', draw);

  function show(result) {
    const data = result.structuredContent;
    if (result.isError || !data || !data.chart) {
      const blocks = (result.content || []).filter(block => block.type === 'text');
      $('text').hidden = false;
      $('text').textContent = blocks.map(block => block.text).join('\n');
      say(result.isError ? 'The call failed.' : '', result.isError ? 'danger' : 'quiet');
      return;
    }
    chart = data.chart;
    $('title').textContent = chart.title;
    say([data.environment, data.catalog].filter(Boolean).join(' · '), 'quiet');
    $('warning').hidden = !data.truncated;
    $('warning').textContent = data.truncated ? 'There are more rows: this answer was cut off by ' + data.truncated_by + '.' : '';
    fillTable(data);
    $('data').hidden = !data.rows.length || chart.kind === 'table';
    showData(chart.kind === 'table');
    $('chart').hidden = chart.kind === 'table';
    draw();
  }

  function say(text, kind) {
    $('status').textContent = text;
    $('status').className = kind;
  }

  function showData(shown) {
    $('frame').hidden = !shown;
    $('data').setAttribute('aria-expanded', String(shown));
    $('data').textContent = shown ? 'Hide data' : 'Show data';
  }

  function draw() {
    if (!chart || chart.kind === 'table') {
      return;
    }
    const box = $('chart');
    width = document.body.clientWidth;
    const size = box.clientWidth;
    const height = altertableChart.height(chart, size);
    box.style.height = height + 'px';
    box.setAttribute('aria-label', [chart.title, chart.subtitle].concat(chart.notes).filter(Boolean).join('. '));
    if (drawn) {
      drawn.dispose();
    }
    drawn = echarts.init(box, null, {renderer: 'canvas', width: size, height: height});
    drawn.setOption(altertableChart.option(chart, {
      width: size, height: height, title: false, colours: colours(),
      calm: window.matchMedia('(prefers-reduced-motion: reduce)').matches,
    }));
  }

  /* The colours that the page has now, as values: a canvas knows no variables. */
  function colours() {
    const probe = document.createElement('span');
    document.body.append(probe);
    const colour = name => {
      probe.style.color = 'var(--' + name + ')';
      return getComputedStyle(probe).color;
    };
    const all = {ink: colour('ink'), quiet: colour('quiet'), line: colour('line'), ground: colour('ground'), raised: colour('raised')};
    probe.remove();
    return all;
  }

  function fillTable(data) {
    const heading = text => {
      const cell = document.createElement('th');
      cell.scope = 'col';
      cell.textContent = text;
      return cell;
    };
    $('head').replaceChildren(...data.columns.map(column => heading(column.name)));
    $('rows').replaceChildren(...data.rows.slice(0, MOST_ROWS).map(row => {
      const line = document.createElement('tr');
      line.append(...row.map(value => {
        const cell = document.createElement('td');
        cell.className = value === null ? 'null' : typeof value === 'number' ? 'number' : '';
        cell.textContent = value === null ? 'NULL' : typeof value === 'object' ? JSON.stringify(value) : String(value);
        return cell;
      }));
      return line;
    }));
  }
})();
