import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { appSpec } from '../sandbox/services/codedeploy/testing/app-spec-text.ts'
import {
  deploy,
  openBlueGreenLab,
  type BlueGreenLab,
} from '../sandbox/services/codedeploy/testing/blue-green-lab.ts'
import { registerWeb } from '../sandbox/services/ecs/testing/test-lab.ts'
import { openLearnersWorkshop, type LearnersWorkshop } from './testing/learners-workshop.ts'

let workshop: LearnersWorkshop<BlueGreenLab>
let page: Page
beforeAll(async () => {
  workshop = await openLearnersWorkshop(account =>
    openBlueGreenLab(account, {
      blueGreenDeploymentConfiguration: {
        deploymentReadyOption: { actionOnTimeout: 'STOP_DEPLOYMENT', waitTimeInMinutes: 600 },
        terminateBlueInstancesOnDeploymentSuccess: { action: 'TERMINATE', terminationWaitTimeInMinutes: 600 },
      },
    }),
  )
  page = workshop.page
})
afterAll(() => workshop?.close())

const tab = (name: string) => page.getByRole('tab', { name: new RegExp(`^${name}`) }).click()
const press = (name: string) => page.getByRole('button', { name, exact: true }).click()
const chip = (words: string) => page.locator('.life .chip', { hasText: words }).waitFor()
const version = (frame: string, n: number) =>
  page.frameLocator(`iframe[title*="${frame}"]`).getByText(`Version ${n}`)
const time = (words: string) => page.getByRole('combobox', { name: /Time/ }).selectOption({ label: words })

it('a learner sees green behind the test listener, moves the traffic, and ends blue', async () => {
  const { lab } = workshop
  const second = await registerWeb(lab, { image: 'public.ecr.aws/slipway/web:2' })
  const id = await deploy(lab, appSpec(second), 'CodeDeployDefault.ECSCanary10Percent5Minutes')
  await tab('Map')
  await chip('Waits for you before traffic moves')
  expect(await page.locator('#life-h').innerText()).toBe(`Deployment ${id}`)
  expect(await page.locator('.slip li').allInnerTexts()).toHaveLength(8)

  await tab('App')
  await version('internet', 1).waitFor()
  await version('test listener', 2).waitFor()

  // Five minutes of a tenth, as long as AWS takes, until somebody hurries them.
  await time('as on AWS')
  await tab('Map')
  await press('Continue: move traffic')
  await chip('10 % to green')
  await page.getByRole('img', { name: 'Weights: web 90, green 10' }).waitFor()
  await page.getByText('Time as on AWS: 5 min').waitFor()
  await time('60 × faster')
  await chip('All traffic to green')
  await press('End blue now…')
  await press('End blue')
  await chip('Succeeded')
  await tab('App')
  await page.getByRole('button', { name: 'Reload the app' }).click()
  await version('internet', 2).waitFor()
})

it('stops another deployment, and finds the rollback from the one that failed', async () => {
  const { lab } = workshop
  const first = await registerWeb(lab)
  const id = await deploy(lab, appSpec(first))
  await tab('Map')
  await chip('Waits for you before traffic moves')
  await press('Stop and roll back…')
  await page.getByRole('dialog').getByRole('button', { name: 'Stop and roll back', exact: true }).click()
  await chip('Succeeded')
  await page.getByText('Takes back').waitFor()
  await press(id)
  await chip('Stopped')
  expect(await page.locator('.why').innerText()).toContain('MANUAL_STOP')
  await page.getByText('Rolled back by').waitFor()
})
