import { expectAnswers } from '../../assertions/expect-answers.ts'
import { expectRequestLogged } from '../../assertions/expect-request-logged.ts'
import { allOf } from '../../assertions/verdicts.ts'
import { defineStep } from '../../define.ts'
import { LOG_GROUP } from '../names.ts'

export default defineStep({
  title: 'Open it',
  needs: ['create-load-balancer', 'create-service'],
  commands: ({ out }) => {
    const { dnsName } = out['create-load-balancer'] ?? {}
    return [
      `curl -sS http://${dnsName}/ | tail -n 8`,
      `for request in 1 2 3 4 5 6; do curl -sS http://${dnsName}/version; echo; done`,
    ]
  },
  check: account => {
    const { dnsName = '' } = account.out['create-load-balancer'] ?? {}
    return allOf(
      () => expectAnswers(account, { dnsName, tasks: 2 }),
      () => expectRequestLogged(account, { logGroup: LOG_GROUP, path: '/', address: dnsName }),
    )
  },
  hints: [
    'The address is the DNSName of the load balancer; it stands on the Map, too.',
    'Ask /version several times, and look at "task" in the answers.',
  ],
  solve: 'commands',
  timeout: '3m',
  reads: ['logs:FilterLogEvents'],
})
