import { defineMistake } from '../../define.ts'
import { run } from '../names.ts'
import giveSettings from '../steps/030-give-settings.ts'

export default defineMistake({
  title: 'The second container gets no setting',
  step: 'give-settings',
  commands: () => [run('hola', '1')],
  expect: {
    status: 'fail',
    reason: 'setting-missing',
    next: /with --env GREETING=Hola before the name of the image/,
  },
  mend: (context, named) => [...named, ...giveSettings.commands(context)],
})
