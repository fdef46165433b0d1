#!/usr/bin/env node
import path from 'node:path'
import { App, Validations } from 'aws-cdk-lib'
import { AwsSolutionsChecks } from 'cdk-nag'
import { labActions } from '../../labs/lab-actions.ts'
import { buildApp } from '../lib/build-app.ts'
import { ContextError } from '../lib/context.ts'

/** What lab-runner itself asks AWS, for Map, Metrics, Logs and Traffic, is in its sources. */
const LAB_RUNNER = path.resolve(import.meta.dirname, '../../lab-runner')

try {
  const app = new App({ analyticsReporting: false })
  // All labs are read for it, so only where it is asked for.
  const forLearners = app.node.tryGetContext('learnerTrust') !== undefined
  buildApp(app, forLearners ? await labActions([LAB_RUNNER]) : { reads: [], writes: [] })
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app))
  app.synth()
} catch (error) {
  if (!(error instanceof ContextError)) throw error
  process.stderr.write(`${error.message}\n`)
  process.exitCode = 1
}
