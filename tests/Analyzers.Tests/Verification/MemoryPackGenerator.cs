using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ProcGen.Analyzers.Tests.Verification;

/// <summary>MemoryPack's own generator, without which a source with a [MemoryPackable] type does not compile.</summary>
internal static class MemoryPackGenerator
{
    public static AnalyzerFileReference Reference { get; } = new(Path.Combine(AppContext.BaseDirectory, "generators", "MemoryPack.Generator.dll"), new Loader());

    private sealed class Loader : IAnalyzerAssemblyLoader
    {
        public void AddDependencyLocation(string fullPath) { }

        public Assembly LoadFromPath(string fullPath) => Assembly.LoadFrom(fullPath);
    }
}
