import { defineMistake } from '../../define.ts'
import runContainer from '../steps/020-run-container.ts'

export default defineMistake({
  title: 'Port 80 of the container is published, while the server listens on 8080',
  step: 'run-container',
  commands: () => ['docker run --detach --name hello --publish 127.0.0.1::80 hello:1'],
  expect: {
    status: 'fail',
    reason: 'wrong-port',
    next: /`docker rm --force hello`, .* --publish 127\.0\.0\.1::8080/,
  },
  mend: (context, named) => [...named, ...runContainer.commands(context)],
})
