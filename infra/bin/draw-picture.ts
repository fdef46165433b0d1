import { writeFileSync } from 'node:fs'
import { infraPicture, PICTURE_FILE } from '../picture/infra-picture.ts'

writeFileSync(PICTURE_FILE, infraPicture())
