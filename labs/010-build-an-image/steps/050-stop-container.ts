import { expectContainerStopped } from '../../assertions/expect-container-stopped.ts'
import { defineStep } from '../../define.ts'

export default defineStep({
  title: 'Stop it',
  needs: ['run-container'],
  commands: () => [
    'docker stop hello',
    'docker ps --all --filter label=slipway-lab',
    'docker logs --tail 2 hello',
    'docker diff hello',
  ],
  check: account => expectContainerStopped(account, { name: 'hello' }),
  hints: [
    'docker ps shows what runs; with --all also what has ended.',
    'docker stop asks first, and kills after ten seconds. docker kill does not ask.',
  ],
  solve: 'commands',
  timeout: '1m',
  reads: [],
})
