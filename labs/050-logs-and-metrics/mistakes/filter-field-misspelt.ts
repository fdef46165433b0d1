import { defineMistake } from '../../define.ts'
import countLines from '../steps/090-count-lines.ts'

export default defineMistake({
  title: 'The filter looks for a field that no line has',
  step: 'count-lines',
  commands: context => countLines.commands(context).map(command => command.replace('$.status', '$.Status')),
  expect: { status: 'fail', reason: 'filter-pattern', next: /replaced: `aws logs put-metric-filter / },
  mend: (context, named) => [...named, ...countLines.commands(context).slice(1)],
})
