import { allOf, fail, pass } from '../../assertions/verdicts.ts'
import { defineStep } from '../../define.ts'
import { deploy, STACKS } from '../names.ts'
import { expectStack } from '../stacks.ts'

export default defineStep({
  title: 'Deploy the service, and all that it needs',
  needs: ['deploy-network'],
  commands: () => [deploy('Service')],
  check: account =>
    allOf(
      ...Object.values(STACKS).map(name => () => expectStack(account, name, deploy('Service'))),
      async ({ Url = '' }) => {
        const { status, body } = await account.http(`${Url}/health/ready`)
        if (status === 200) return pass(`The app answers at ${Url}: database, bucket and files are there.`)
        return fail('app-unavailable', {
          title: 'The app does not answer as it should',
          expected: `200 at ${Url}/health/ready`,
          observed: `${status}: ${body.slice(0, 160)}`,
          next: 'Wait a moment and check again. If it stays so, open Logs: the app says there what it lacks.',
        })
      },
    ),
  hints: [
    'You name one stack; the CDK knows which others it needs, and brings them first.',
    'The database takes longest. On AWS all of it is done in about fifteen minutes.',
  ],
  solve: 'commands',
  timeout: '25m',
  reads: ['cloudformation:DescribeStacks', 'cloudformation:DescribeStackEvents'],
})
