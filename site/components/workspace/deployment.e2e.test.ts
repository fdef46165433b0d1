import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import {
  failedDeployment,
  nativeDeployment,
  pausedDeployment,
  shiftingDeployment,
} from './testing/fake-deployment.ts'
import { standingMap } from './testing/fake-lab.ts'
import { LabPages } from './testing/lab-page.ts'
import { tabTo } from './testing/tab-to.ts'

let pages: LabPages
beforeAll(async () => {
  pages = await LabPages.build()
})
afterEach(() => pages.closePages())
afterAll(() => pages.close())

describe('a deployment on the Map, with the keyboard alone', () => {
  it('asks before it stops it, sends that once, and says what AWS answered', async () => {
    const { page, fake } = await pages.open({
      arrange: fake => {
        fake.map = standingMap()
        fake.deployments = [shiftingDeployment(), failedDeployment()]
        fake.refusesAction = {
          code: 'aws-refused',
          message: 'AWS answers DeploymentAlreadyCompletedException: It is over',
          next: 'Look at how it ended.',
        }
      },
    })
    await page.getByRole('tab', { name: 'Map' }).click()
    await page
      .getByText('Deployment d-4XK29QT7F: 10 % to green, at AllowTraffic')
      .waitFor({ state: 'attached' })
    await tabTo(page, 'Stop and roll back…')
    await page.keyboard.press('Enter')
    await page.getByRole('dialog').waitFor()
    await page.keyboard.press('Escape')
    expect(fake.requests).toEqual([])
    await page.keyboard.press('Enter')
    await tabTo(page, 'Stop and roll back')
    await page.keyboard.press('Enter')
    await page.getByText('AWS answers DeploymentAlreadyCompletedException: It is over').waitFor()
    expect(fake.requests).toEqual(['POST deployments', 'stop-and-roll-back d-4XK29QT7F'])

    fake.refusesAction = null
    await page.keyboard.press('Enter')
    await tabTo(page, 'Stop and roll back')
    await page.keyboard.press('Enter')
    await page.getByText('Done: stop-and-roll-back.').waitFor()
    // The same button rests until the next reading shows what came of it.
    await page.keyboard.press('Enter')
    expect(await page.getByRole('dialog').count()).toBe(0)
    expect(fake.requests.filter(request => request.startsWith('POST'))).toHaveLength(2)
  })

  it('approves a pause of ECS’s own strategy, watches it bake, and sees an alarm take it back', async () => {
    const { page, fake } = await pages.open({
      arrange: fake => {
        fake.map = standingMap()
        fake.deployments = [pausedDeployment('ecs-pause-1')]
      },
    })
    await page.getByRole('tab', { name: 'Map' }).click()
    const track = page.getByRole('region', { name: 'Deployment native01' })
    await track.getByText('hook PAUSE: waits for you').waitFor()
    await tabTo(page, 'Approve')
    await page.keyboard.press('Enter')
    await page.getByText('Done: approve.').waitFor()
    const [paused] = fake.deployments
    expect(fake.requests).toEqual(['POST deployments', `approve ${paused?.id} ecs-pause-1`])

    fake.deployments = [nativeDeployment('BAKE_TIME')]
    await track.locator('[aria-current="step"]', { hasText: 'BAKE_TIME' }).waitFor()
    expect(await track.getByRole('button', { name: 'Approve' }).count()).toBe(0)

    const message = 'Service deployment rolled back because a CloudWatch alarm was in ALARM.'
    const back = { status: 'ROLLBACK_SUCCESSFUL', phase: 'failed' as const, error: { code: '', message } }
    const alarms = [{ name: 'web-5xx', triggered: true }]
    fake.deployments = [nativeDeployment('CLEAN_UP', { ...back, alarms, endedAt: Date.now() })]
    await track.locator('.why', { hasText: message }).waitFor()
    await track.getByText('web-5xx (went off)').waitFor()
  })

  it('shows the one before, why it failed, and keeps to it', async () => {
    const { page } = await pages.open({
      arrange: fake => {
        fake.map = standingMap()
        fake.deployments = [shiftingDeployment(), failedDeployment()]
      },
    })
    await page.getByRole('tab', { name: 'Map' }).click()
    await page.getByRole('combobox', { name: 'Deployment to show' }).selectOption('d-FAILED001')
    await page.locator('.why', { hasText: 'One or more alarms have been activated' }).waitFor()
    await page.getByText('web-5xx (went off)').waitFor()
    await page.getByText('Rolled back by').waitFor()
  })
})
