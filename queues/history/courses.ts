import { type Line, readLine } from "../../config/job-history/line";
import { type Course, follow, hasEnded, isOfJob, newCourse } from "./course";

/** Milliseconds of the log for which a job that has ended may still get lines: EventBridge keeps no order. */
const GRACE = 10 * 60_000;

/** The jobs of which lines may still come. Memory is for these only. */
export class Courses {
  private readonly open: Map<string, Course>;
  /** Those that have ended, in the order in which the log told so. */
  private ended: { readonly job: string; readonly at: number }[];

  /** @param courses of a reading that was broken off */
  constructor(courses: readonly Course[] = []) {
    this.open = new Map(courses.map((course) => [course.job, course]));
    this.ended = courses.filter(({ status }) => hasEnded(status)).map(({ job, at }) => ({ job, at }));
    this.ended.sort((one, other) => one.at - other.at);
  }

  get size(): number {
    return this.open.size;
  }

  /** @param message of the log; what is none of our lines is passed over */
  take(message: string): void {
    const line = readLine(message);
    if (line === undefined || !isOfJob(line)) return;
    const course = this.courseOf(line);
    const before = course.status;
    follow(course, line);
    if (hasEnded(course.status) && !hasEnded(before)) this.ended.push({ job: course.job, at: course.at });
  }

  /** @param until time of the log: no line before it comes any more @returns those that are complete; they are forgotten */
  complete(until: number): Course[] {
    const count = this.ended.findIndex(({ at }) => at >= until - GRACE);
    const found = this.ended.splice(0, count < 0 ? this.ended.length : count);
    return found.flatMap(({ job }) => this.forget(job));
  }

  /** All that are left. */
  rest(): Course[] {
    return [...this.open.values()];
  }

  private courseOf(line: Line): Course {
    const job = line.value("job");
    const known = this.open.get(job);
    if (known !== undefined) return known;
    const course = newCourse(job);
    this.open.set(course.job, course);
    return course;
  }

  private forget(job: string): Course[] {
    const course = this.open.get(job);
    this.open.delete(job);
    return course === undefined ? [] : [course];
  }
}
