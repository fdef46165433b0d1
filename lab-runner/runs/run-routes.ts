import { Router, type Request, type Response } from 'express'
import { inventory } from '@slipway/labs/reset.ts'
import { z } from 'zod'
import type { ResetPlan } from '../contract.ts'
import type { Deps } from '../deps.ts'
import { hourlyCost } from '../map/prices.ts'
import { AppError } from '../security/app-error.ts'
import { learnerOf, requireLearner } from '../security/require-learner.ts'
import { presentRun } from './run-records.ts'
import type { Started } from './runs.ts'

const runRequest = z.strictObject({ terminalId: z.uuid().optional() })
const emptyRequest = z.strictObject({})
const hintRequest = z.strictObject({ index: z.number().int().min(0).max(50) })

type StepParams = { labId: string; stepId: string }

/** What a learner does in a lab: run, check, be shown, start from a step, open a hint, reset. */
export function runRoutes(deps: Deps): Router {
  const { accounts, labs, runs, sessions, workspace } = deps
  const router = Router()
  const learner = requireLearner(deps)

  async function locate(request: Request<StepParams>, response: Response) {
    const lab = labs.lab(request.params.labId)
    const step = labs.step(lab, request.params.stepId)
    return { step, session: await sessions.open(learnerOf(response).id, lab.id) }
  }

  const answer = (response: Response, { run, created }: Started) => {
    response.status(created ? 201 : 200).json(presentRun(run))
  }

  router.post('/api/labs/:labId/steps/:stepId/run', learner, async (request, response) => {
    const { terminalId } = runRequest.parse(request.body)
    const { session, step } = await locate(request, response)
    answer(response, await runs.run(session, step, 'run', terminalId))
  })

  router.post('/api/labs/:labId/steps/:stepId/solve', learner, async (request, response) => {
    const { terminalId } = runRequest.parse(request.body)
    const { session, step } = await locate(request, response)
    answer(response, await runs.run(session, step, 'solve', terminalId))
  })

  router.post('/api/labs/:labId/steps/:stepId/start-from', learner, async (request, response) => {
    const { terminalId } = runRequest.parse(request.body)
    const { session, step } = await locate(request, response)
    answer(response, await runs.startFrom(session, step, terminalId))
  })

  router.post('/api/labs/:labId/steps/:stepId/check', learner, async (request, response) => {
    emptyRequest.parse(request.body)
    const { session, step } = await locate(request, response)
    await accounts.ready(session.learnerId, session.accountId)
    answer(response, await runs.check(session, step))
  })

  router.post('/api/labs/:labId/steps/:stepId/hint', learner, async (request, response) => {
    const { index } = hintRequest.parse(request.body)
    const { session, step } = await locate(request, response)
    const { hintsOpened } = await sessions.step(session.id, step.id)
    if (index >= step.hints.length || index > hintsOpened) {
      throw new AppError('no-such-hint', 409, `Hint ${index + 1} cannot be opened yet.`, {
        next: `Open hint ${Math.min(hintsOpened, step.hints.length - 1) + 1} first.`,
      })
    }
    await sessions.changeStep(session.id, step.id, { hintsOpened: Math.max(hintsOpened, index + 1) })
    await workspace.stepChanged(session, step.id)
    response.json(await workspace.step(session, step))
  })

  router.get('/api/labs/:labId/reset', learner, async (request, response) => {
    const lab = labs.lab(request.params.labId)
    const session = await sessions.open(learnerOf(response).id, lab.id)
    const account = await accounts.ready(session.learnerId, session.accountId)
    const items = await inventory(account.lab, lab.id, await sessions.ledger(session.id))
    const plan: ResetPlan = {
      resources: items.map(({ type, id, label, kept }) => ({
        type,
        id,
        label,
        costPerHour: hourlyCost(type, session.region),
        ...(kept !== undefined && { kept }),
      })),
    }
    response.json(plan)
  })

  router.post('/api/labs/:labId/reset', learner, async (request, response) => {
    emptyRequest.parse(request.body)
    const lab = labs.lab(request.params.labId)
    const session = await sessions.open(learnerOf(response).id, lab.id)
    answer(response, await runs.reset(session))
  })

  return router
}
