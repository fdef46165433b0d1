import { fail, pass } from '../../assertions/verdicts.ts'
import { defineStep } from '../../define.ts'
import { askApp, type AppUser } from '../app-answers.ts'

const user = { username: 'ada', email: 'ada@example.com' }

export default defineStep({
  title: 'Register a user',
  needs: ['create-load-balancer', 'create-service'],
  commands: ({ out }) => {
    const { dnsName } = out['create-load-balancer'] ?? {}
    return [
      `curl -sS http://${dnsName}/api/users -H 'content-type: application/json' -d '${JSON.stringify(user)}'`,
      `curl -sS http://${dnsName}/api/users`,
    ]
  },
  check: async account => {
    const { dnsName = '' } = account.out['create-load-balancer'] ?? {}
    const asked = await askApp<{ users: AppUser[] }>(account, { dnsName, path: '/api/users' })
    if ('verdict' in asked) return asked.verdict
    const { users } = asked.answer
    const found = users.find(({ username }) => username === user.username) ?? users[0]
    if (!found) {
      return fail('no-user', {
        title: 'Nobody is registered yet',
        expected: 'a user in the database',
        observed: 'none',
        next: 'Run this step’s first command, or register somebody in App.',
      })
    }
    return pass(`The database has ${found.username}.`, { userId: found.id })
  },
  hints: [
    'The app takes JSON: a username and an e-mail address. curl sends what stands after -d.',
    'One task has written the row; ask as often as you like, the other one knows it too.',
  ],
  solve: 'commands',
  timeout: '2m',
  reads: [],
})
