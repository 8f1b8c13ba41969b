using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using ProcGen.Analyzers.Tests.Verification;
using ProcGen.Generator;

namespace ProcGen.Analyzers.Tests.Use;

/// <summary>A library with marked methods and their generated stubs, compiled once: what the sources under test call.</summary>
internal static class UseLibrary
{
    private const string Source =
        """
        using System;
        using System.Collections.Generic;
        using System.Threading;
        using System.Threading.Tasks;
        using ProcGen;

        public static partial class Primes
        {
            [RunInProcess]
            public static int Count(int from, int to) => to - from;

            [RunInProcess]
            public static void Warm() { }

            [RunInProcess]
            public static Task<int> CountAsync(int to, CancellationToken cancellationToken = default) => Task.FromResult(to);

            [RunInProcess]
            public static Task WarmAsync() => Task.CompletedTask;

            [RunInProcess]
            public static IEnumerable<int> Rows(int count) => [];

            [RunInProcess]
            public static async IAsyncEnumerable<int> RowsAsync(int count)
            {
                await Task.Yield();
                yield return count;
            }

            [RunInProcess]
            public static long Sum(int[] values, int factor) => 0;

            [RunInProcess]
            public static int SumList(List<int> values, int factor) => 0;

            [RunInProcess]
            public static int SumRows(IEnumerable<int> values, int factor) => 0;

            [RunInProcess]
            public static int Find(string text, string word) => 0;

            public static int Unmarked(int from, int to) => to - from;
        }

        public partial record Job(int Size)
        {
            [RunInProcess]
            public int Run(int factor) => Size * factor;
        }

        public partial class Ticker : WorkerProcess
        {
            [RunInProcess]
            protected override void Run() { }
        }
        """;

    public static MetadataReference Reference { get; } = Build();

    private static MetadataReference Build()
    {
        CSharpCompilation compilation = CSharpCompilation.Create(
            "UseLibrary", [CSharpSyntaxTree.ParseText(Source, TestCompilation.ParseOptions)], TestCompilation.References, TestCompilation.Options);
        CSharpGeneratorDriver.Create([new ProcGenGenerator().AsSourceGenerator()], parseOptions: TestCompilation.ParseOptions)
            .RunGeneratorsAndUpdateCompilation(compilation, out Compilation generated, out _);
        using var image = new MemoryStream();
        Microsoft.CodeAnalysis.Emit.EmitResult result = generated.Emit(image);
        return result.Success
            ? MetadataReference.CreateFromImage(image.ToArray())
            : throw new InvalidOperationException("The library does not compile: " + string.Join("; ", result.Diagnostics));
    }
}
