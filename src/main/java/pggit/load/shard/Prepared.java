package pggit.load.shard;

import pggit.load.pggit.StoredBefore;
import pggit.load.server.WayIn;
import pggit.load.verdict.Admission;

/**
 * What the injector that came first has got ready for all.
 *
 * @param by its index
 * @param database with pgGit in it
 * @param scratch whether it was made for this run, at whose end it is dropped
 * @param source where pgGit came from
 * @param way what answers there
 * @param room for the load
 * @param before what was stored before the run
 */
public record Prepared(
    int by,
    String database,
    boolean scratch,
    String source,
    WayIn way,
    Admission room,
    StoredBefore before) {}
