using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;

namespace ProcGen.Generator.Parsing;

/// <summary>
/// Keeps the models that were made for the declarations of a file while all declarations of the compilation stay what they were. On every edit the compiler asks for
/// every one of them again. Entries die with their syntax tree and hold models only. Thread-safe.
/// </summary>
internal static class ModelCache<TModel>
    where TModel : class
{
    private static readonly ConditionalWeakTable<SyntaxTree, Entry> s_trees = new();

    /// <summary>The model that was made for a declaration, or a new one.</summary>
    /// <param name="declaration">The declaration.</param>
    /// <param name="compilation">The compilation that it is in.</param>
    /// <param name="parse">Makes the model; it depends on nothing but the declarations of the compilation and the place of this one.</param>
    public static TModel? GetOrParse(SyntaxNode declaration, Compilation compilation, Func<TModel?> parse)
    {
        Entry entry = s_trees.GetOrCreateValue(declaration.SyntaxTree);
        ConcurrentDictionary<int, TModel?> models = entry.GetModels(DeclarationFingerprint.Of(compilation));
        if (!models.TryGetValue(declaration.SpanStart, out TModel? model))
        {
            model = parse();
            models.TryAdd(declaration.SpanStart, model);
        }

        return model;
    }

    private sealed class Entry
    {
        private Generation? _latest;

        public ConcurrentDictionary<int, TModel?> GetModels(ulong fingerprint)
        {
            Generation? latest = Volatile.Read(ref _latest);
            if (latest is null || latest.Fingerprint != fingerprint)
            {
                // Two threads may both begin a new generation; then one of them fills a dictionary that nobody asks again.
                Volatile.Write(ref _latest, latest = new Generation(fingerprint));
            }

            return latest.Models;
        }
    }

    private sealed class Generation(ulong fingerprint)
    {
        public ulong Fingerprint { get; } = fingerprint;

        public ConcurrentDictionary<int, TModel?> Models { get; } = new();
    }
}
