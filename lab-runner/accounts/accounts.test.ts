import { afterEach, beforeEach, expect, it } from 'vitest'
import { createTestLab } from '../test-support/test-lab.ts'
import { startWorkshop, type TestWorkshop } from '../test-support/workshop.ts'

const LAB = '/api/labs/test-lab'
let workshop: TestWorkshop
let learnerId: string

beforeEach(async () => {
  workshop = await startWorkshop([createTestLab().lab])
  learnerId = (await workshop.api('GET', '/api/me')).body.learnerId
})
afterEach(() => workshop.close())

const admin = (method: string, path: string) =>
  fetch(`${workshop.sandbox.endpoint}/_sandbox${path}`, {
    method,
    headers: { authorization: `Bearer ${workshop.sandbox.adminToken}` },
  })

it('a learner gets a practice account of their own, once, with its identity and its pace', async () => {
  const [first, second] = await Promise.all([workshop.api('GET', '/api/account'), workshop.api('GET', LAB)])
  expect(first.body).toMatchObject({
    target: 'practice',
    region: 'eu-west-1',
    confirmed: true,
    timeScale: 10,
    problem: null,
  })
  expect(first.body.accountId).toMatch(/^\d{12}$/)
  expect(first.body.identityArn).toContain(first.body.accountId)
  expect(second.body.account.accountId).toBe(first.body.accountId)
  await workshop.restart()
  expect((await workshop.api('GET', '/api/account')).body.accountId).toBe(first.body.accountId)
})

it('its pace can be changed, and is the practice account’s own', async () => {
  const { body } = await workshop.api('PUT', '/api/account/time-scale', { scale: 50 })
  expect(body.timeScale).toBe(50)
  const clock = await admin('GET', `/accounts/${body.accountId}/clock`)
  expect(await clock.json()).toMatchObject({ scale: 50 })
})

it('an account that the practice server lost is replaced, said so, and used only after a yes', async () => {
  const { body: before } = await workshop.api('GET', '/api/account')
  const { deps } = workshop.runner
  await deps.database.query(
    `UPDATE account SET practiceAccountId = '999999999999', accountId = '999999999999', confirmedAccountId = '999999999999'`,
  )
  const { body: after } = await workshop.api('GET', '/api/account')
  expect(after.accountId).not.toBe(before.accountId)
  expect(after).toMatchObject({ confirmed: false, problem: expect.stringContaining('999999999999 is gone') })
  expect((await workshop.api('POST', `${LAB}/steps/write-note/run`, {})).body).toMatchObject({
    code: 'account-not-confirmed',
  })
  expect(
    (await workshop.api('POST', '/api/account/confirm', { accountId: '123456789012' })).body,
  ).toMatchObject({ code: 'other-account' })
  const { body: confirmed } = await workshop.api('POST', '/api/account/confirm', {
    accountId: after.accountId,
  })
  expect(confirmed).toMatchObject({ confirmed: true, problem: null })
})

it('without the practice server the page opens, and says what is missing', async () => {
  await workshop.api('GET', LAB)
  await workshop.sandbox.close()
  const { status, body } = await workshop.api('GET', LAB)
  expect(status).toBe(200)
  expect(body.account.problem).toContain('does not answer')
  expect((await workshop.api('POST', `${LAB}/steps/write-note/run`, {})).body).toMatchObject({
    code: 'practice-account-unreachable',
  })
})

it('a practice account is another session than none, and what was done stays with its account', async () => {
  const { deps } = workshop.runner
  const one = await deps.sessions.open(learnerId, 'test-lab')
  await deps.sessions.addToLedger(one.id, [{ type: 'ecs:cluster', id: 'arn:one' }])
  await deps.sessions.addToLedger(one.id, [{ type: 'ecs:cluster', id: 'arn:one' }])
  expect(await deps.sessions.ledger(one.id)).toHaveLength(1)
  const other = workshop.sandbox.createAccount()
  await deps.database.query(`UPDATE account SET target = 'aws', accountId = '${other.accountId}'`)
  const two = await deps.sessions.open(learnerId, 'test-lab')
  expect(two.id).not.toBe(one.id)
  expect(await deps.sessions.ledger(two.id)).toEqual([])
})

it('long-lived keys are not taken, nor a profile that is not there; the old account stays', async () => {
  const { body: before } = await workshop.api('GET', '/api/account')
  const keys = {
    accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
    secretAccessKey: 'x'.repeat(40),
    sessionToken: 'y'.repeat(40),
  }
  const refused = await workshop.api('PUT', '/api/account', { target: 'aws', region: 'eu-west-1', ...keys })
  expect(refused.status).toBe(400)
  const missing = await workshop.api('PUT', '/api/account', {
    target: 'aws',
    region: 'eu-west-1',
    profile: 'not-there',
  })
  expect(missing.body).toMatchObject({ code: 'no-credentials' })
  expect((await workshop.api('GET', '/api/account')).body).toEqual(before)
})

it('pasted keys are gone with a restart, which is said', async () => {
  const { deps } = workshop.runner
  await workshop.api('GET', '/api/account')
  await deps.database.query(
    `UPDATE account SET target = 'aws', accountId = '123456789012', confirmedAccountId = '123456789012'`,
  )
  expect((await workshop.api('GET', '/api/account')).body.problem).toContain('kept in memory only')
  expect((await workshop.api('POST', `${LAB}/steps/write-note/check`, {})).body).toMatchObject({
    code: 'keys-gone',
  })
})
