/**
 * One run made by many processes, its injectors: what each has to do, how they meet in the
 * PostgreSQL under test, and how their files become one result. Each has one session of its own
 * beside the load; its threads wait no longer than they say. Instants are the server's.
 */
@NullMarked
package pggit.load.shard;

import org.jspecify.annotations.NullMarked;
