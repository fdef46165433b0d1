import { defineMistake } from '../../define.ts'
import { run } from '../names.ts'
import giveSettings from '../steps/030-give-settings.ts'

export default defineMistake({
  title: 'The setting stands behind the name of the image',
  step: 'give-settings',
  commands: () => [`${run('hola', '1')} --env GREETING=Hola`],
  expect: {
    status: 'fail',
    reason: 'settings-after-image',
    next: /`docker rm --force hola`, then run this step’s command, with --env before the name of the image/,
  },
  mend: (context, named) => [...named, ...giveSettings.commands(context)],
})
