namespace Diagnostics.PROCGEN024;

public sealed record Batch(string Name, IEnumerable<int> Rows);

public static partial class Loader
{
    [RunInProcess]
    public static int Load(Batch batch) => batch.Rows.Count(); // PROCGEN024 'batch' cannot cross a process boundary: Batch.Rows is System.Collections.Generic.IEnumerable<int> (PROCGEN024.cs:3); it is evaluated lazily, so there is nothing to copy yet, so 'Loader.Load(Batch)' is not generated. Use an array, List<T> or IReadOnlyList<T> there; a sequence crosses lazily only as a parameter or as the result of the marked method itself.
}
