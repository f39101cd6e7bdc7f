/**
 * What pgGit does when disk or memory run out or the server dies, on a server of the test's own.
 * The body of each test is a drill: it takes a server with some pgGit in it, does its worst, and
 * returns verdicts. So the same drill judges the reference extension, a user's pgGit ({@code
 * -Dpggit.source}) and those that were spoiled to show that a drill notices.
 */
package pggit.load.exhaustion;
