import { ListTasksCommand } from '@aws-sdk/client-ecs'
import { deploymentTarget, DEPLOYMENT_READS } from '../../assertions/codedeploy-state.ts'
import { expectRequestLogged } from '../../assertions/expect-request-logged.ts'
import { fail, pass, waiting } from '../../assertions/verdicts.ts'
import { type CheckContext, defineStep, type Verdict } from '../../define.ts'
import { CONTAINER } from '../../parts/place.ts'
import { place, TARGET, TEST_PORT } from '../names.ts'

const PATH = '/api/about'

export default defineStep({
  title: 'Try green before anybody else',
  needs: ['create-load-balancer', 'deploy'],
  commands: ({ out }) => {
    const { dnsName } = out['create-load-balancer'] ?? {}
    return [`curl -sS http://${dnsName}:${TEST_PORT}${PATH}; echo`, `curl -sS http://${dnsName}${PATH}; echo`]
  },
  check: async account => {
    const { dnsName = '' } = account.out['create-load-balancer'] ?? {}
    const streams = await greenStreams(account)
    const looked = await expectRequestLogged(account, {
      ...{ logGroup: place.logGroup, path: PATH, address: `${dnsName}:${TEST_PORT}`, streams },
    })
    if (looked.status !== 'pass') return looked
    const test = await versionAt(account, `${dnsName}:${TEST_PORT}`)
    const production = await versionAt(account, dnsName)
    if (typeof test !== 'string') return test
    if (typeof production !== 'string') return production
    if (test !== '2' || production !== '1') {
      return fail('wrong-version-answers', {
        title: 'The versions are not where they should be',
        expected: `version 2 on port ${TEST_PORT}, and version 1 on port 80`,
        observed: `version ${test} on port ${TEST_PORT}, and version ${production} on port 80`,
        next: 'Look at the Map: was the deployment approved or stopped already? Then start another one, in the step before.',
      })
    }
    return pass(`Port ${TEST_PORT} answers with version 2, and your visitors still get version 1.`)
  },
  hints: [
    `The same name, another port: on ${TEST_PORT} the load balancer sends you to green.`,
    'App beside the terminal shows the page that visitors see. Its banner has the version and its colour.',
  ],
  solve: 'commands',
  timeout: '2m',
  reads: [...DEPLOYMENT_READS, 'ecs:ListTasks', 'logs:FilterLogEvents'],
})

/** Names of the log streams of the green tasks. */
async function greenStreams(account: CheckContext): Promise<string[]> {
  const { deploymentId } = account.out['deploy'] ?? {}
  const { taskSetsInfo = [] } = await deploymentTarget(account, { deploymentId, service: TARGET })
  const green = taskSetsInfo.find(({ taskSetLabel }) => taskSetLabel === 'Green')
  const { taskArns = [] } = await account.aws.ecs.send(
    new ListTasksCommand({ cluster: place.name, startedBy: green?.identifer ?? 'nobody' }),
  )
  return taskArns.map(arn => `app/${CONTAINER}/${arn.split('/').at(-1)}`)
}

async function versionAt(account: CheckContext, host: string): Promise<string | Verdict> {
  const { status, body } = await account.http(`http://${host}${PATH}`)
  if (status === 200) return (JSON.parse(body) as { version: string }).version
  return waiting('no-answer', {
    title: 'It does not answer yet',
    expected: `the answer 200 at http://${host}${PATH}`,
    observed: `status ${status}`,
    next: 'Wait a moment. If it stays so, look at the Map: is the deployment still waiting for you?',
    retryAfterSeconds: 5,
    aboutSeconds: 30,
  })
}
