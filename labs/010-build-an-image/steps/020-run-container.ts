import { expectContainer } from '../../assertions/expect-container.ts'
import { defineStep } from '../../define.ts'
import { IMAGE, PORT, run } from '../names.ts'

export default defineStep({
  title: 'Run it',
  needs: ['build-image'],
  commands: () => [
    run('hello', '1'),
    'docker ps --filter name=hello',
    `sleep 1; curl -sS http://$(docker port hello ${PORT})/`,
  ],
  check: account =>
    expectContainer(account, { name: 'hello', image: `${IMAGE}:1`, port: PORT, says: 'Hello' }),
  hints: [
    'docker run makes a container of an image and starts it; --detach gives you the prompt back.',
    'A container has a network of its own: without --publish nobody outside reaches its ports.',
    '“The container name is already in use” means that there is one of that name: docker rm --force hello removes it.',
  ],
  solve: 'commands',
  timeout: '1m',
  reads: [],
})
