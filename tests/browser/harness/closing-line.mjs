// One line that says how the browser tests ended, for summaries.
export default class ClosingLine {
  counts = { passed: 0, failed: 0, skipped: 0 };

  onTestEnd(test, result) {
    const word = result.status === 'passed' || result.status === 'skipped' ? result.status : 'failed';
    this.counts[word] += 1;
  }

  onEnd() {
    const { passed, failed, skipped } = this.counts;
    console.log(`browser: ${passed} passed, ${failed} failed, ${skipped} skipped`);
  }

  printsToStdio() {
    return false;
  }
}
