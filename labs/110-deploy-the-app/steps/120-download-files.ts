import { expectRequestLogged } from '../../assertions/expect-request-logged.ts'
import { allOf } from '../../assertions/verdicts.ts'
import { defineStep, type Outputs } from '../../define.ts'
import { contentPath } from '../app-answers.ts'
import { LOG_GROUP } from '../names.ts'

export default defineStep({
  title: 'Download both',
  needs: ['create-load-balancer', 'register-user', 'upload-files'],
  commands: ({ out }) => {
    const { dnsName } = out['create-load-balancer'] ?? {}
    return pathsOf(out).map(path => `curl -sSL http://${dnsName}${path}`)
  },
  check: account => {
    const { dnsName: address = '' } = account.out['create-load-balancer'] ?? {}
    return allOf(
      ...pathsOf(account.out).map(
        path => () => expectRequestLogged(account, { logGroup: LOG_GROUP, path, address }),
      ),
    )
  },
  hints: [
    'curl -L follows where an answer points. For the file in S3 the app answers with a link that S3 honours for five minutes.',
    'So the bytes of that file come from S3 itself. Those of the other come through the task.',
  ],
  solve: 'commands',
  timeout: '2m',
  reads: ['logs:FilterLogEvents'],
})

function pathsOf(out: Outputs): string[] {
  const { userId = '' } = out['register-user'] ?? {}
  const { objectId = '', fileId = '' } = out['upload-files'] ?? {}
  return [objectId, fileId].map(id => contentPath(userId, id))
}
