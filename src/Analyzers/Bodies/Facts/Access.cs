namespace ProcGen.Analyzers.Bodies.Facts;

/// <summary>What a piece of code does with a variable or with the object that it holds.</summary>
internal enum Access
{
    /// <summary>It is read, or it is not known what is done with it.</summary>
    Read,

    /// <summary>Something is looked up in its collection by key.</summary>
    LookUp,

    /// <summary>It is assigned once, where it had no value yet.</summary>
    LazyWrite,

    /// <summary>An entry is put into its dictionary, as caches do.</summary>
    Fill,

    /// <summary>Looked up, and put in if it was not there.</summary>
    LookUpOrFill,

    /// <summary>Its object or collection is changed.</summary>
    Change,

    /// <summary>It is assigned.</summary>
    Write,
}
