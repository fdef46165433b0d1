import { GetDeploymentCommand } from '@aws-sdk/client-codedeploy'
import { deploymentTarget } from '../../assertions/codedeploy-state.ts'
import { failedDeployment } from '../../assertions/expect-deployment.ts'
import { expectServiceStable, SERVICE_STABLE_READS } from '../../assertions/expect-service-stable.ts'
import { allOf, pass, waiting } from '../../assertions/verdicts.ts'
import { type CheckContext, defineStep, type Verdict } from '../../define.ts'
import { expectedService } from '../../parts/create-service.ts'
import { expectedDeployment } from '../expected-deployment.ts'
import { place, TARGET, WAITS } from '../names.ts'

export default defineStep({
  title: 'End what was blue',
  needs: ['create-load-balancer', 'deploy', 'approve'],
  commands: ({ out }) => {
    const { deploymentId } = out['deploy'] ?? {}
    return [
      `aws deploy continue-deployment --deployment-id ${deploymentId} --deployment-wait-type TERMINATION_WAIT`,
      `aws ecs describe-services --cluster ${place.name} --services ${place.name} --query 'services[0].taskSets[].[status,runningCount,taskDefinition]' --output text`,
    ]
  },
  check: account => {
    const { greenArn } = account.out['create-load-balancer'] ?? {}
    return allOf(
      () => expectSucceeded(account),
      () =>
        expectServiceStable(account, {
          ...expectedService(account.out, place, greenArn),
          image: '/uploads:2',
          controller: 'CODE_DEPLOY',
        }),
    )
  },
  hints: [
    'This is the second wait, TERMINATION_WAIT: green has all visitors, and blue stands by.',
    `Without this command it would end by itself after ${WAITS.termination} minutes.`,
    'A task that leaves ends what it is at first, as in every deployment.',
  ],
  solve: 'commands',
  timeout: '8m',
  serves: true,
  reads: ['codedeploy:GetDeployment', 'codedeploy:GetDeploymentTarget', ...SERVICE_STABLE_READS],
})

async function expectSucceeded(account: CheckContext): Promise<Verdict> {
  const { deploymentId = '' } = account.out['deploy'] ?? {}
  const { deploymentInfo = {} } = await account.aws.codedeploy.send(
    new GetDeploymentCommand({ deploymentId }),
  )
  const failed = failedDeployment(deploymentInfo, expectedDeployment)
  if (failed) return failed
  const expected = `${deploymentId} Succeeded, and no blue task left`
  if (deploymentInfo.status === 'Succeeded') return pass(`${deploymentId} has succeeded.`)
  const { taskSetsInfo = [] } = await deploymentTarget(account, { deploymentId, service: TARGET })
  const blue = taskSetsInfo.find(({ taskSetLabel }) => taskSetLabel === 'Blue')
  const isGoing = blue === undefined || blue.status === 'DRAINING'
  return waiting(isGoing ? 'blue-draining' : 'blue-stands-by', {
    title: isGoing ? 'Blue is going' : 'Blue still stands by',
    expected,
    observed: `${deploymentId} is ${deploymentInfo.status}, and blue is ${blue?.status ?? 'gone'} with ${blue?.runningCount ?? 0} tasks`,
    next: isGoing
      ? 'Wait: the blue tasks leave their target group, end what they are at, and are stopped.'
      : `It would wait for up to ${WAITS.termination} minutes. When you no longer want the way back, run this step’s first command.`,
    retryAfterSeconds: 5,
    aboutSeconds: 90,
  })
}
