import { defineMistake } from '../../define.ts'
import runContainer from '../steps/020-run-container.ts'

export default defineMistake({
  title: 'No port is published',
  step: 'run-container',
  commands: () => ['docker run --detach --name hello hello:1'],
  expect: {
    status: 'fail',
    reason: 'port-not-published',
    next: /`docker rm --force hello`, then run this step’s command, with --publish 127\.0\.0\.1::8080\.$/,
  },
  mend: (context, named) => [...named, ...runContainer.commands(context)],
})
