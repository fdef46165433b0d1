import { writeFileSync } from 'node:fs'
import { OPERATIONS_FILE, operationsDocument } from './operations/document.ts'

const { text, counts } = await operationsDocument()
writeFileSync(OPERATIONS_FILE, text)
console.log(
  `docs/operations.md: ${counts.there} operations there, ${counts.partly} of them partly, in ${counts.services} services.`,
)
