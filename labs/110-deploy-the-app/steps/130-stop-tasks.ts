import { expectServiceStable, SERVICE_STABLE_READS } from '../../assertions/expect-service-stable.ts'
import { expectTaskReplaced } from '../../assertions/expect-task-replaced.ts'
import { allOf, fail, pass } from '../../assertions/verdicts.ts'
import { defineStep } from '../../define.ts'
import { contentPath } from '../app-answers.ts'
import { expectedService } from '../expected-service.ts'
import { CLUSTER, SERVICE } from '../names.ts'

export default defineStep({
  title: 'Stop the tasks, and find everything again',
  needs: ['create-service', 'create-load-balancer', 'register-user', 'upload-files'],
  commands: () => [
    `for task in $(aws ecs list-tasks --cluster ${CLUSTER} --service-name ${SERVICE} --query 'taskArns[]' --output text); do aws ecs stop-task --cluster ${CLUSTER} --task $task --reason 'To see that nothing is lost' --query task.desiredStatus --output text; done`,
  ],
  check: account => {
    const { dnsName = '' } = account.out['create-load-balancer'] ?? {}
    const { userId = '' } = account.out['register-user'] ?? {}
    const { objectId = '', fileId = '' } = account.out['upload-files'] ?? {}
    return allOf(
      () => expectTaskReplaced(account, { cluster: CLUSTER, service: SERVICE }),
      () => expectServiceStable(account, expectedService(account.out)),
      async () => {
        const asked = { 'the file in EFS': [fileId, 200], 'the file in S3': [objectId, 302] } as const
        for (const [what, [id, expected]] of Object.entries(asked)) {
          const { status } = await account.http(`http://${dnsName}${contentPath(userId, id)}`)
          if (status === expected) continue
          return fail('file-lost', {
            title: 'A file is gone',
            expected: `${what}, from tasks that were not there when it was uploaded`,
            observed: `the app answers ${status}`,
            next: 'Was it deleted? Upload it again, check that step, and stop the tasks once more.',
          })
        }
        return pass('The user and both files are still there.')
      },
    )
  },
  hints: [
    'list-tasks gives the names of both, stop-task stops one. The loop does it for each.',
    'For a moment nobody answers. Then two new tasks do, and they know everything.',
  ],
  solve: 'commands',
  timeout: '8m',
  reads: SERVICE_STABLE_READS,
})
