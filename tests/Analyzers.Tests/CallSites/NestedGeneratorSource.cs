namespace ProcGen.Analyzers.Tests.CallSites;

/// <summary>Types that hold sequences in every way, and a caller whose body is under test.</summary>
internal static class NestedGeneratorSource
{
    public static string With(string body) =>
        $$"""
        using System.IO;
        using System.Linq;
        using System.Collections.Generic;
        using MemoryPack;
        using ProcGen;
        using ProcGen.CompilerServices;

        [assembly: ProcessCodec(typeof(Coded), typeof(CodedCodec))]

        [MemoryPackable] public sealed partial record DataSource3(IEnumerable<int> Rows)
        {
            public IEnumerable<int> Rows { get; set; } = Rows;
            public void Load() => Rows = Rows.ToArray();
        }

        public sealed record DataSource2(DataSource3 Source);

        public sealed class Holder
        {
            public DataSource3 Inner { get; set; } = new([]);
            [ProcessIgnore] public IEnumerable<int>? Hidden { get; set; }
            [ProcessIgnore] public DataSource3? Skipped { get; set; }
        }

        [MemoryPackable] public sealed partial class Keeper
        {
            [MemoryPackConstructor] public Keeper(IEnumerable<int> rows) { Rows = rows ?? throw new ArgumentNullException(nameof(rows)); }
            public Keeper(IEnumerable<int> rows, int times) : this(rows) { }
            public IEnumerable<int> Rows { get; }
        }

        [MemoryPackable] public sealed partial class PrimaryKeeper(IEnumerable<int> rows) { public IEnumerable<int> Rows { get; } = rows; }

        public sealed class KnownHolder { [ProcessKnownTypes(typeof(int[]), typeof(List<int>))] public IEnumerable<int>? Rows { get; set; } }

        public sealed class Copier
        {
            private int[] _source = [];
            public Copier(IEnumerable<int> rows) { Rows = rows.ToArray(); }
            public Copier(IEnumerable<int> rows, int times) { rows = rows.ToArray(); Rows = rows.ToArray(); }
            public int[] Rows { get; }
            public IEnumerable<int> Source { set => _source = value.ToArray(); }
        }

        public sealed class Counter(IEnumerable<int> rows) { public int Count { get; } = rows.Count(); }

        public sealed record Coded(IEnumerable<int> Rows);

        public sealed class CodedCodec : IProcessCodec<Coded>
        {
            public static void Write(ref PayloadWriter writer, Coded? value) { }
            public static Coded? Read(ref PayloadReader reader) => new([]);
        }

        public static partial class Sources
        {
            [RunInProcess] public static int Consume(DataSource2 source) => 0;
            [RunInProcess] public static int Take(DataSource3 source) => 0;
            [RunInProcess] public static int TakeAll(DataSource3[] sources) => 0;
            [RunInProcess] public static int TakeList(List<DataSource3> sources) => 0;
            [RunInProcess] public static int TakeMap(Dictionary<string, DataSource3> sources) => 0;
            [RunInProcess] public static int TakePair((int, DataSource3) source) => 0;
            [RunInProcess] public static int TakeMany(IEnumerable<DataSource3> sources) => 0;
            [RunInProcess] public static int Stream(IEnumerable<int> rows) => 0;
            [RunInProcess] public static int Single(int row) => 0;
            [RunInProcess] public static int Hold(Holder holder) => 0;
            [RunInProcess] public static int Keep(Keeper keeper) => 0;
            [RunInProcess] public static int Primary(PrimaryKeeper keeper) => 0;
            [RunInProcess] public static int Known(KnownHolder holder) => 0;
            [RunInProcess] public static int Copy(Copier copier) => 0;
            [RunInProcess] public static int Count(Counter counter) => 0;
            [RunInProcess] public static int Code(Coded coded) => 0;
        }

        public class Caller
        {
            private int[] _items = [1, 2];
            private IEnumerable<int> Rows() { yield return 1; }
            private IEnumerable<int> Evens() => _items.Where(i => i % 2 == 0);
            private IEnumerable<int> Odd => _items.Where(i => i % 2 == 1);
            private IEnumerable<int> Listed() => _items.ToList();
            private IEnumerable<int> Parameter(IEnumerable<int> items) => items;
            protected virtual IEnumerable<int> Virtual() { yield return 1; }

            public async Task RunAsync(int[] items, bool flag, ProcessPool pool)
            {
                await Task.Yield();
                {{body}}
            }
        }
        """;
}
