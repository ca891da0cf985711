/* A query's result as a table: sorted by its headings, more rows on demand, copied as CSV. Stored text is only ever text. */
(function () {
  'use strict';
  const MOST_ROWS = 5000;
  const NUMBER = /^(smallint|integer|bigint|int\d*|u?(tiny|small|big|huge)?int|numeric|decimal|real|double|float|money)/i;
  const $ = id => document.getElementById(id);
  let columns = [];
  let rows = [];
  let input = {};
  let next = null;
  let sorted = {column: -1, ascending: true};

  const host = connectHost({
    name: 'altertable-result-table',
    onInput: args => { input = args; },
    onResult: show,
    onCancelled: reason => say('The call was stopped. ' + reason, 'danger'),
  });

  $('copy').addEventListener('click', copy);
  $('more').addEventListener('click', loadMore);

  function show(result) {
    const data = result.structuredContent;
    if (result.isError || !data || !Array.isArray(data.columns) || !Array.isArray(data.rows)) {
      showText(result);
      return;
    }
    columns = data.columns;
    rows = data.rows.slice(0, MOST_ROWS);
    sorted = {column: -1, ascending: true};
    $('text').hidden = true;
    $('frame').hidden = false;
    $('copy').hidden = rows.length === 0;
    $('place').textContent = [data.environment, data.catalog].filter(Boolean).join(' · ');
    note(data);
    drawHead();
    drawRows();
  }

  function showText(result) {
    const blocks = (result.content || []).filter(block => block.type === 'text');
    $('frame').hidden = $('copy').hidden = $('more').hidden = $('warning').hidden = true;
    $('text').hidden = false;
    $('text').textContent = blocks.map(block => block.text).join('\n');
    say(result.isError ? 'The call failed.' : '', result.isError ? 'danger' : 'quiet');
  }

  /* How many rows there are, and honestly whether there are more. */
  function note(data) {
    next = data.truncated && data.result_handle && data.next_offset !== null
      ? {handle: data.result_handle, offset: data.next_offset} : null;
    const asOf = data.as_of ? ', as of ' + new Date(data.as_of).toLocaleString() : '';
    say((rows.length === 1 ? '1 row' : rows.length.toLocaleString() + ' rows') + asOf, 'quiet');
    $('warning').hidden = !data.truncated;
    $('warning').textContent = data.truncated
      ? 'There are more rows: this page was cut off by ' + data.truncated_by + '.' : '';
    $('more').hidden = !(next && rows.length < MOST_ROWS && host.canCallTools());
  }

  function say(text, kind) {
    $('count').textContent = text;
    $('count').className = kind;
  }

  function isNumber(index) {
    return NUMBER.test(columns[index].type || '');
  }

  function drawHead() {
    const cells = columns.map((column, index) => {
      const cell = document.createElement('th');
      cell.scope = 'col';
      cell.className = isNumber(index) ? 'number' : '';
      cell.setAttribute('aria-sort', index !== sorted.column ? 'none'
        : sorted.ascending ? 'ascending' : 'descending');
      const button = document.createElement('button');
      button.type = 'button';
      button.textContent = column.name;
      button.title = column.type || '';
      button.addEventListener('click', () => sort(index));
      cell.append(button);
      return cell;
    });
    $('head').replaceChildren(...cells);
  }

  function drawRows() {
    $('rows').replaceChildren(...rows.map(row => {
      const line = document.createElement('tr');
      line.append(...columns.map((column, index) => cell(row[index], index)));
      return line;
    }));
  }

  function cell(value, index) {
    const cell = document.createElement('td');
    cell.className = value === null ? 'null' : isNumber(index) ? 'number' : '';
    cell.textContent = value === null ? 'NULL' : text(value);
    return cell;
  }

  function text(value) {
    return typeof value === 'object' ? JSON.stringify(value) : String(value);
  }

  function sort(index) {
    sorted = {column: index, ascending: sorted.column === index ? !sorted.ascending : true};
    const order = sorted.ascending ? 1 : -1;
    const numeric = isNumber(index);
    rows.sort((a, b) => {
      if (a[index] === null || b[index] === null) {
        return (a[index] === null) - (b[index] === null);
      }
      const by = numeric ? Number(a[index]) - Number(b[index])
        : text(a[index]).localeCompare(text(b[index]), undefined, {numeric: true});
      return order * by;
    });
    drawHead();
    drawRows();
    $('head').children[index].firstChild.focus();
  }

  /* Of a kept result: the same columns and aggregate again. Of a query: what was kept of it, from its first row on. */
  function rest() {
    return input.result_handle
      ? {...input, offset: next.offset}
      : {result_handle: next.handle, offset: rows.length};
  }

  async function loadMore() {
    $('more').disabled = true;
    try {
      const result = await host.callTool('read_result', rest());
      if (result.isError || !result.structuredContent) {
        throw new Error((result.content && result.content[0] && result.content[0].text) || 'no answer');
      }
      rows = rows.concat(result.structuredContent.rows).slice(0, MOST_ROWS);
      sorted = {column: -1, ascending: true};
      note(result.structuredContent);
      drawHead();
      drawRows();
    } catch (failure) {
      say('More rows could not be loaded: ' + failure.message, 'danger');
    } finally {
      $('more').disabled = false;
    }
  }

  async function copy() {
    const quote = value => value === null ? '' : '"' + text(value).replaceAll('"', '""') + '"';
    const lines = [columns.map(column => quote(column.name)), ...rows.map(row => row.map(quote))];
    try {
      await navigator.clipboard.writeText(lines.map(line => line.join(',')).join('\r\n'));
      say('Copied ' + rows.length.toLocaleString() + ' rows.', 'quiet');
    } catch (refused) {
      say('The host does not let this view copy.', 'danger');
    }
  }
})();
