/**
 * Whether pgGit behaves: many small independent examinations, each in a database of its own with
 * pgGit in it, each ending in a verdict that names the property and, if it does not hold, the
 * defect. Nothing is taken for granted but the contract; what else a pgGit has, the catalog tells.
 * Every examination has a time limit, several run at the same time. To add one, read the head of
 * {@code check/index}, which has them all.
 */
@NullMarked
package pggit.load.check;

import org.jspecify.annotations.NullMarked;
