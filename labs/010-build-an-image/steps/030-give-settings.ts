import { expectContainer } from '../../assertions/expect-container.ts'
import { defineStep } from '../../define.ts'
import { IMAGE, PORT, run } from '../names.ts'

export default defineStep({
  title: 'Give it other settings',
  needs: ['build-image'],
  commands: () => [
    run('hola', '1', ' --env GREETING=Hola'),
    `sleep 1; curl -sS http://$(docker port hola ${PORT})/`,
    'docker ps --filter label=slipway-lab',
  ],
  check: account =>
    expectContainer(account, {
      name: 'hola',
      image: `${IMAGE}:1`,
      port: PORT,
      setting: 'GREETING=Hola',
      says: 'Hola',
    }),
  hints: [
    'A second container of the same image needs a name of its own.',
    'A setting is given with --env NAME=value.',
    'All that is meant for Docker stands before the name of the image.',
  ],
  solve: 'commands',
  timeout: '1m',
  reads: [],
})
