using Microsoft.CodeAnalysis;

namespace ProcGen.Shared.Crossing;

// Types that cross as bytes, as a string or through a codec.
internal sealed partial class CrossingClassifier
{
    private bool FillPrimitive(CrossingType node, INamedTypeSymbol type)
    {
        switch (type.SpecialType)
        {
            case SpecialType.System_String:
                node.Kind = CrossingKind.String;
                return true;
            case SpecialType.System_IntPtr or SpecialType.System_UIntPtr:
                Fail(node, CrossingRules.ProcessBound, "it is a native-sized integer, which holds an address or a handle of one process", "Use long or ulong for a number; open in the worker what a handle stands for.");
                return true;
        }

        if (IsPrimitive(type) || (type.TypeKind == TypeKind.Enum && CanBeNamed(type)) || (IsFramework(type) && FrameworkStructs.BlockCopied.Contains(type.Metadata())))
        {
            node.Kind = CrossingKind.Unmanaged;
            return true;
        }

        return false;
    }

    private bool FillFrameworkCodec(CrossingType node, INamedTypeSymbol type, KnownTypeSet? known)
    {
        if (!IsFramework(type) && !IsRuntime(type))
        {
            return false;
        }

        if (type.IsTupleType)
        {
            FillValueTuple(node, type, known);
            return true;
        }

        if (!FrameworkCodecs.TryGet(type.Metadata(), out FrameworkCodec codec))
        {
            return false;
        }

        node.Kind = CrossingKind.Codec;
        node.Codec = codec;
        foreach (ITypeSymbol argument in type.TypeArguments)
        {
            node.Elements.Add(Classify(argument, known));
        }

        return true;
    }

    /// <summary>What processes share crosses as a handle: memory, locks, arrays. What it holds has to cross, too.</summary>
    private bool FillSharedObject(CrossingType node, INamedTypeSymbol type)
    {
        if (!IsSharedObject(type) || type.IsAbstract)
        {
            return false;
        }

        node.Kind = CrossingKind.TypedCodec;
        node.Codec = new FrameworkCodec(FrameworkCodecs.Namespace + "SharedObjectCodec");
        foreach (ITypeSymbol argument in type.TypeArguments)
        {
            node.Elements.Add(Classify(argument, known: null));
        }

        return true;
    }

    private bool FillPackable(CrossingType node, INamedTypeSymbol type)
    {
        if (MemoryPackTypes.FindCodec(type) is not { } codec)
        {
            return false;
        }

        if (MemoryPackTypes.LacksUnion(type))
        {
            Fail(node, CrossingRules.OpenType, $"it is {(type.TypeKind == TypeKind.Interface ? "an interface" : "an abstract class")} with [MemoryPackable], so anything may stand behind it", "Name the closed set of types with [MemoryPackUnion(0, typeof(A))].");
            return true;
        }

        node.Kind = CrossingKind.TypedCodec;
        node.Codec = new FrameworkCodec(FrameworkCodecs.Namespace + codec);
        return true;
    }

    /// <summary>
    /// An exception crosses as data: what every exception has, rebuilt as the object's own type where that is possible. One of the same assembly that adds
    /// state crosses whole, like any other class.
    /// </summary>
    private bool FillException(CrossingType node, INamedTypeSymbol type)
    {
        if (!IsException(type) || HasState(type))
        {
            return false;
        }

        node.Kind = CrossingKind.TypedCodec;
        node.Codec = new FrameworkCodec(FrameworkCodecs.Namespace + "ExceptionCodec");
        node.IsException = true;
        return true;
    }

    private bool HasState(INamedTypeSymbol exception)
    {
        for (INamedTypeSymbol t = exception; IsOwn(t); t = t.BaseType!)
        {
            if (t.GetMembers().OfType<IFieldSymbol>().Any(f => !f.IsStatic && !f.IsConst && !IsIgnored(f) && !IsIgnored(f.AssociatedSymbol ?? f)))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The framework's part of an exception that crosses whole: its constructor runs, and the runtime restores what it keeps.</summary>
    private void AddExceptionBase(CrossingType node, INamedTypeSymbol foreign)
    {
        node.ForeignBase = foreign;
        node.IsException = true;
        if (!IsFramework(foreign) || !FrameworkExceptions.Restorable.Contains(foreign.Metadata()))
        {
            Fail(node, CrossingRules.CannotCross, $"it adds state to '{foreign.Short()}' of another assembly, which keeps more than every exception has",
                "Derive it from System.Exception, keep its state in Data, or give it a [ProcessCodec].");
        }
    }

    private void FillUserCodec(CrossingType node, UserCodec codec)
    {
        if (codec.Error is { } error)
        {
            Fail(node, CrossingRules.WrongDeclaration, error, "Implement IProcessCodec<T> for exactly this type with public static methods.");
        }
        else if (!_compilation.IsSymbolAccessibleWithin(codec.Type, _compilation.Assembly))
        {
            Fail(node, CrossingRules.CannotCross, $"its codec '{codec.Type.Short()}' is private", "Make the codec internal.");
        }
        else
        {
            node.Kind = CrossingKind.Codec;
            node.Codec = new FrameworkCodec(codec.Type.Source());
            node.IsUserCodec = true;
        }
    }
}
